import type { ImportedDeal } from "../store/import/deals.ts";
import type { StageKind } from "../store/stage.ts";
import {
  BadRow,
  type Col,
  columnsOf,
  dateColumn,
  lineOf,
  listOf,
  numberOf,
  readCell,
  type Table,
  textOf,
} from "./columns.ts";
import { extraReader, type ReaderOptions } from "./contacts.ts";
import { companyOf, customerOf, othersIn, othersOf } from "./customers.ts";
import type { Reader } from "./drafts.ts";
import type { FieldOf, HeaderMap } from "./headers.ts";
import { currencyIn, moneyColumn } from "./money-column.ts";

type Field = FieldOf<"deals">;

export function dealReader(
  table: Table,
  map: HeaderMap<Field>,
  options: ReaderOptions,
): Reader<ImportedDeal> {
  const columns = columnsOf(table, map);
  const first = (field: Field) => columns.first(field);
  const date = (field: Field) => dateColumn(table, first(field), options.dateOrder);
  const dates = {
    close: date("closeDate"),
    created: date("createdDate"),
    closed: date("closedDate"),
    won: date("wonDate"),
    lost: date("lostDate"),
  };
  const amount = moneyColumn(table, first("amount"));
  const who = {
    id: first("contactId"),
    name: first("contact"),
    email: first("email"),
    company: first("company"),
    companyId: first("companyId"),
  };
  const tags = columns.all("tags");
  const extras = extraReader(options.extras ?? []);
  const read = (cells: readonly string[]): ImportedDeal => {
    const line = (field: Field) => lineOf(cells, first(field));
    const title = line("title");
    if (title === null) throw new BadRow("there is no title");
    const money = amount(cells, currencyIn(cells, first("currency")) ?? options.currency);
    const wonDate = dates.won.date(cells);
    const lostDate = dates.lost.date(cells);
    const ended = lostDate !== null ? "lost" : wonDate !== null ? "won" : null;
    return {
      externalId: line("externalId"),
      title,
      contact: customerOf(cells, who),
      also: [...othersOf(cells, who), ...othersIn(cells, first("otherContacts"))],
      ...companyOf(cells, who),
      stage: line("stage"),
      pipeline: line("pipeline"),
      status: statusIn(cells, first("status")) ?? ended,
      amountMinor: money?.minor ?? null,
      currency: money?.currency ?? null,
      probability: percentIn(cells, first("probability")),
      closeDate: dates.close.date(cells),
      closedDate: wonDate ?? lostDate ?? dates.closed.date(cells),
      createdAt: dates.created.instant(cells, options.toInstant),
      lostReason: line("lostReason"),
      competitor: line("competitor"),
      owner: line("owner"),
      source: line("source"),
      note: textOf(cells, first("note")),
      tags: tags.flatMap((col) => listOf(cells, col)),
      extras: extras(cells),
    };
  };
  return { read, dates: Object.values(dates).flatMap(({ note }) => note ?? []) };
}

const statusWords: Readonly<Record<string, StageKind>> = {
  open: "open",
  offen: "open",
  "in progress": "open",
  won: "won",
  "closed won": "won",
  gewonnen: "won",
  lost: "lost",
  "closed lost": "lost",
  verloren: "lost",
};

function statusIn(cells: readonly string[], col: Col | undefined): StageKind | null {
  const read = (text: string) => statusWords[text.toLowerCase()];
  return readCell(cells, col, { wrong: "is not open, won or lost", read });
}

function percentIn(cells: readonly string[], col: Col | undefined): number | null {
  return readCell(cells, col, { wrong: "is no percentage", read: percentOf });
}

/** Percent, 0 to 100: from "50", "50 %" or "0.5". */
function percentOf(text: string): number | undefined {
  const number = numberOf(text.replace(/\s*%$/, ""));
  const isShare = number !== undefined && number < 1 && /[.,]/.test(text) && !text.includes("%");
  const percent = number === undefined ? -1 : Math.round(isShare ? number * 100 : number);
  return percent >= 0 && percent <= 100 ? percent : undefined;
}
