import type { ImportedAgreement } from "../store/import/agreements.ts";
import type { ImportedSurvey } from "../store/import/surveys.ts";
import type { SurveyKind } from "../store/survey.ts";
import {
  BadCell,
  BadRow,
  type Col,
  cellOf,
  columnsOf,
  dateColumn,
  lineOf,
  type Table,
  textOf,
} from "./columns.ts";
import { extraReader, type ReaderOptions } from "./contacts.ts";
import { customerOf } from "./customers.ts";
import type { Reader } from "./drafts.ts";
import type { FieldOf, HeaderMap } from "./headers.ts";
import { wordOf } from "./kinds.ts";
import { currencyIn, moneyColumn, shareIn } from "./money-column.ts";

type Field = FieldOf<"agreements">;
type Line = (field: Field) => string | null;

export function agreementReader(
  table: Table,
  map: HeaderMap<Field>,
  options: ReaderOptions,
): Reader<ImportedAgreement> {
  const { first } = columnsOf(table, map);
  const starts = dateColumn(table, first("from"), options.dateOrder);
  const ends = dateColumn(table, first("until"), options.dateOrder);
  const price = moneyColumn(table, first("price"));
  const who = { id: undefined, name: first("contact"), email: first("email"), company: first("company") };
  const extras = extraReader(options.extras ?? []);
  const read = (cells: readonly string[]): ImportedAgreement => {
    const line: Line = (field) => lineOf(cells, first(field));
    const money = price(cells, currencyIn(cells, first("currency")) ?? options.currency);
    const col = first("price");
    if (money !== null && money.minor < 0 && col !== undefined)
      throw new BadCell(col, cellOf(cells, col), "the price is below zero");
    const terms = {
      priceMinor: money?.minor ?? null,
      currency: money?.currency ?? null,
      discountBp: shareIn(cells, first("discount"), "is no discount"),
      perk: textOf(cells, first("perk")),
    };
    const agreed = [terms.priceMinor, terms.discountBp, terms.perk].filter((term) => term !== null);
    if (agreed.length !== 1) throw new BadRow("what was agreed is one of price, discount and perk");
    const contact = customerOf(cells, who);
    // A contact's company says who is meant; alone it is whose the agreement is.
    const company = contact === null ? line("company") : null;
    return {
      ...{ contact, company, segment: line("segment"), ...whoseIn(cells, line, first("whose")) },
      ...{ product: line("product"), ...terms, fromDate: starts.date(cells), untilDate: ends.date(cells) },
      ...{ note: textOf(cells, first("note")), extras: extras(cells) },
    };
  };
  return { read, dates: [starts.note, ends.note].flatMap((note) => note ?? []) };
}

/** Our own export has one column for all of them, and the numbers beside it say which it is. */
function whoseIn(
  cells: readonly string[],
  line: Line,
  col: Col | undefined,
): Partial<Pick<ImportedAgreement, "contact" | "company" | "segment">> {
  const whose = line("whose");
  if (whose === null) return {};
  if (line("ofSegment") !== null) return { segment: whose.replace(/^segment /, "") };
  if (line("ofCompany") !== null) return { company: whose };
  const none = { id: undefined, email: undefined, company: undefined };
  return { contact: customerOf(cells, { ...none, name: col }) };
}

export function surveyReader(
  table: Table,
  map: HeaderMap<FieldOf<"surveys">>,
  options: ReaderOptions,
): Reader<ImportedSurvey> {
  const { first } = columnsOf(table, map);
  const extras = extraReader(options.extras ?? []);
  const read = (cells: readonly string[]): ImportedSurvey => {
    const name = lineOf(cells, first("name"));
    if (name === null) throw new BadRow("there is no name");
    return {
      name,
      kind: wordOf(cells, first("kind"), surveyKinds),
      question: textOf(cells, first("question")),
      note: textOf(cells, first("note")),
      extras: extras(cells),
    };
  };
  return { read, dates: [] };
}

const surveyKinds: Readonly<Record<SurveyKind, RegExp>> = {
  nps: /^(?:nps|net promoter score|0-10|recommendation|empfehlung)$/i,
  csat: /^(?:csat|customer satisfaction|satisfaction|1-5|zufriedenheit)$/i,
};
