import { UserError } from "../../errors.ts";
import { type Col, cellOf, dateColumn, numberOf, type Table } from "../../import/columns.ts";
import type { Noun } from "../../import/headers.ts";
import type { ExtraColumn } from "../../import/layout.ts";
import {
  addCustomField,
  type CustomField,
  type CustomNoun,
  type CustomType,
  customFields,
  readValue,
} from "../../store/custom.ts";
import type { Db } from "../../store/db.ts";
import type { ExtraValues } from "../../store/import/extras.ts";
import type { Writing } from "../../store/journal.ts";
import { type DateOrder, orderOf, readDate } from "../../values/date-column.ts";
import { fold } from "../../values/fold.ts";
import { type DecimalMark, decimalOf } from "../../values/money.ts";

const customNoun: Readonly<Partial<Record<Noun, CustomNoun>>> = {
  contacts: "contact",
  companies: "company",
  deals: "deal",
  orders: "order",
  products: "product",
  quotes: "quote",
  campaigns: "campaign",
  tickets: "ticket",
  invoices: "invoice",
  agreements: "agreement",
  surveys: "survey",
};

/** The names of the custom fields that records of the noun have, folded. */
export function ownFields(db: Db, noun: Noun): string[] {
  const own = customNoun[noun];
  return own === undefined ? [] : customFields(db, own).map(({ name }) => fold(name));
}

/** What is kept of a file's columns: the custom fields, those made anew among them. */
export interface Kept extends ExtraValues {
  readonly made: readonly CustomField[];
}

interface Keeping {
  readonly noun: Noun;
  readonly table: Table;
  readonly extras: readonly ExtraColumn[];
  /** Of dates, as it was asked for. */
  readonly dateOrder?: DateOrder | undefined;
  readonly writing: Pick<Writing, "watchInserts">;
}

/**
 * The custom fields for columns. One that is not there is made when the first cell of its column is met that is not
 * empty, of the type that fits all cells of the first rows.
 */
export function keepColumns(db: Db, { noun, table, extras, dateOrder, writing }: Keeping): Kept | undefined {
  if (extras.length === 0) return undefined;
  const own = customNoun[noun];
  if (own === undefined) {
    const names = extras.map(({ name }) => name).join(", ");
    throw new UserError(
      "refused",
      noun + " have no custom fields (" + names + ")",
      "--extra ignore leaves them out",
    );
  }
  const made: CustomField[] = [];
  const fields: (CustomField | undefined)[] = extras.map(({ name }) =>
    customFields(db, own).find((field) => fold(field.name) === fold(name)),
  );
  const make = ({ at, name }: ExtraColumn): CustomField => {
    const samples = samplesOf(table, colAt(table, at));
    writing.watchInserts(true);
    const order = dateOrder ?? orderOf(samples).order ?? table.usualOrder;
    const type = typeOf(samples, order);
    const field = addCustomField(db, { noun: own, name, type, choices: null });
    made.push(field);
    return field;
  };
  const readers: ((text: string) => string)[] = [];
  const readerFor = (index: number, column: ExtraColumn) => {
    const field = fields[index] ?? make(column);
    fields[index] = field;
    const reader = readerOf(field, colAt(table, column.at), { table, dateOrder });
    readers[index] = reader;
    return reader;
  };
  // Whether the day comes first is for the whole file to show, and not the fault of a row.
  for (const [index, column] of extras.entries()) if (fields[index] !== undefined) readerFor(index, column);
  return {
    made,
    fields,
    read(text, index) {
      const column = extras[index];
      if (text === "" || column === undefined) return null;
      return (readers[index] ?? readerFor(index, column))(text);
    },
  };
}

/** Numbers that begin with a zero, or are longer than a number can be exact, are codes. */
function typeOf(samples: readonly string[], order: DateOrder | undefined): CustomType {
  if (samples.length === 0) return "text";
  const all = (fits: (text: string) => boolean) => samples.every(fits);
  if (all((text) => /^(yes|no|true|false)$/i.test(text))) return "flag";
  const mark = decimalOf(samples);
  if (all((text) => !/^-?0\d/.test(text) && text.length < 15 && numberIn(text, mark) !== undefined))
    return "number";
  const isDate = (text: string) => /\d{4}/.test(text) && /[-./ ]/.test(text);
  return all((text) => isDate(text) && typeof readDate(text, order) === "string") ? "date" : "text";
}

/** A number of a column whose decimal mark is known: "1.234,50" is 1234.5; undefined when it is none. */
function numberIn(text: string, mark: DecimalMark | undefined): number | undefined {
  const grouped =
    mark === "," ? /^-?\d{1,3}(?:\.\d{3})+(?:,\d{1,9})?$/ : /^-?\d{1,3}(?:,\d{3})+(?:\.\d{1,9})?$/;
  if (mark === undefined || !grouped.test(text)) return numberOf(text);
  return numberOf(text.replaceAll(mark === "," ? "." : ",", ""));
}

function samplesOf(table: Table, col: Col): string[] {
  return table.sample.map((cells) => cellOf(cells, col)).filter((text) => text !== "");
}

function colAt(table: Table, at: number): Col {
  const name = table.header[at] ?? "";
  return { at, name, label: null, index: 1, labelAt: undefined, several: false, minor: false, asItIs: false };
}

function readerOf(
  field: CustomField,
  col: Col,
  { table, dateOrder }: { readonly table: Table; readonly dateOrder: DateOrder | undefined },
): (text: string) => string {
  if (field.type === "number") {
    const mark = decimalOf(samplesOf(table, col));
    // What is written as it is stored stays as it is: "0.0000001".
    const isStored = (text: string) => mark !== "," && /^-?\d{1,15}(?:\.\d{1,9})?$/.test(text);
    return (text) => readValue(field, isStored(text) ? text : String(numberIn(text, mark) ?? text));
  }
  if (field.type === "date") {
    const dates = dateColumn(table, col, dateOrder);
    const row = Array<string>(col.at + 1).fill("");
    return (text) => {
      row[col.at] = text;
      return readValue(field, dates.date(row) ?? "");
    };
  }
  return (text) => readValue(field, text);
}
