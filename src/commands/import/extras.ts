import { UserError } from "../../errors.ts";
import { type Col, dateColumn, numberOf, type Table } from "../../import/columns.ts";
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
import { orderOf, readDate } from "../../values/date-column.ts";
import { fold } from "../../values/fold.ts";

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
  readonly writing: Pick<Writing, "watchInserts">;
}

/**
 * The custom fields for columns. One that is not there is made when the first cell of its column is met that is not
 * empty, of the type that fits all cells of the first rows.
 */
export function keepColumns(db: Db, { noun, table, extras, writing }: Keeping): Kept | undefined {
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
    const samples = table.sample.map((cells) => (cells[at] ?? "").trim()).filter((text) => text !== "");
    writing.watchInserts(true);
    const field = addCustomField(db, { noun: own, name, type: typeOf(samples), choices: null });
    made.push(field);
    return field;
  };
  const readers: ((text: string) => string)[] = [];
  const readerFor = (index: number, column: ExtraColumn) => {
    const field = fields[index] ?? make(column);
    fields[index] = field;
    const reader = readerOf(field, colAt(table, column.at), table);
    readers[index] = reader;
    return reader;
  };
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
function typeOf(samples: readonly string[]): CustomType {
  if (samples.length === 0) return "text";
  const all = (fits: (text: string) => boolean) => samples.every(fits);
  if (all((text) => /^(yes|no|true|false)$/i.test(text))) return "flag";
  if (all((text) => !/^-?0\d/.test(text) && text.length < 15 && numberOf(text) !== undefined))
    return "number";
  const { order } = orderOf(samples);
  const isDate = (text: string) => /\d{4}/.test(text) && /[-./ ]/.test(text);
  return all((text) => isDate(text) && typeof readDate(text, order) === "string") ? "date" : "text";
}

function colAt(table: Table, at: number): Col {
  const name = table.header[at] ?? "";
  return { at, name, label: null, index: 1, labelAt: undefined, several: false, minor: false };
}

function readerOf(field: CustomField, col: Col, table: Table): (text: string) => string {
  if (field.type === "number") {
    return (text) => readValue(field, String(numberOf(text) ?? text));
  }
  if (field.type === "date") {
    const dates = dateColumn(table, col, undefined);
    const row = Array<string>(col.at + 1).fill("");
    return (text) => {
      row[col.at] = text;
      return readValue(field, dates.date(row) ?? "");
    };
  }
  return (text) => readValue(field, text);
}
