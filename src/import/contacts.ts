import type { Channel, EmailDraft, Lifecycle } from "../store/contact.ts";
import type { ImportedContact } from "../store/import/contacts.ts";
import { type DateOrder, readDate } from "../values/date-column.ts";
import { emailKey, parseEmail } from "../values/email.ts";
import { splitParts } from "../values/parts.ts";
import { addressReader } from "./addresses.ts";
import {
  BadCell,
  BadRow,
  type Col,
  type Columns,
  cellAt,
  cellOf,
  columnsOf,
  dateColumn,
  inCell,
  lineOf,
  listOf,
  quote,
  readCell,
  severalOf,
  type Table,
  textOf,
} from "./columns.ts";
import { type NeedsPhones, needsPhones, type Reader } from "./drafts.ts";
import type { FieldOf, HeaderMap } from "./headers.ts";
import { inTouchReader, type YearlyColumn } from "./in-touch.ts";
import { labelIn, primaryFirst } from "./labels.ts";
import { nameReader } from "./names.ts";
import { ownNumber } from "./own-people.ts";
import { phonesReader } from "./phones.ts";
import { refusalReader } from "./refusals.ts";

export interface ReaderOptions {
  readonly dateOrder?: DateOrder | undefined;
  /** Of amounts that name none. */
  readonly currency: string;
  /** Of national phone numbers in rows without a country; "" for none. */
  readonly country: string;
  readonly toInstant: (date: string, time: string) => string;
  /** Channels that everybody in the file has refused: some products write that into the file's name. */
  readonly refuses?: readonly Channel[] | undefined;
  /** Columns that are kept as custom fields. */
  readonly extras?: readonly number[] | undefined;
}

type Field = FieldOf<"contacts">;

export function contactReader(
  table: Table,
  map: HeaderMap<Field>,
  options: ReaderOptions,
): Reader<ImportedContact> {
  const columns = columnsOf(table, map);
  const birthday = columns.first("birthday");
  const birthdays = dateColumn(withoutYearless(table), birthday, options.dateOrder);
  const created = dateColumn(table, columns.first("created"), options.dateOrder);
  const names = nameReader(columns);
  const addresses = addressReader(columns);
  const phoneReader = phonesReader(columns, options.country);
  const first = (field: Field) => columns.first(field);
  const [external, company, role, department, note] = [
    first("externalId"),
    first("company"),
    first("role"),
    first("department"),
    first("note"),
  ];
  const [language, lifecycle, source, owner] = [
    first("language"),
    first("lifecycle"),
    first("source"),
    first("owner"),
  ];
  const called = first("name");
  const [emails, links, tags] = [columns.all("email"), columns.all("link"), columns.all("tags")];
  const [companyId, otherCompanies] = [first("companyId"), first("otherCompanies")];
  const bornOn = birthdayParts(columns);
  const refusals = refusalReader(columns.all, options.refuses ?? []);
  const yearly = columns.all("yearlyDate").map((col) => yearlyColumn(table, col, options.dateOrder));
  const inTouch = inTouchReader(columns, yearly);
  const extras = extraReader(options.extras ?? []);
  const read = (cells: readonly string[]): ImportedContact | NeedsPhones => {
    const phones = phoneReader.read(cells);
    if (phones === needsPhones) return needsPhones;
    const draft = {
      externalId: lineOf(cells, external),
      ownId: ownNumber(cells, called),
      ...names(cells),
      birthday: yearless(cellOf(cells, birthday)) ?? birthdays.date(cells) ?? bornOn(cells),
      language: lineOf(cells, language),
      lifecycle: lifecycleOf(cells, lifecycle),
      source: lineOf(cells, source),
      owner: lineOf(cells, owner),
      note: textOf(cells, note),
      createdAt: created.instant(cells, options.toInstant),
      emails: each(emails, cells, emailsOf),
      phones,
      addresses: addresses(cells),
      links: each(links, cells, linksOf),
      ...employersOf(
        [...severalOf(cells, company), ...severalOf(cells, otherCompanies)],
        severalOf(cells, companyId),
      ),
      role: lineOf(cells, role),
      department: lineOf(cells, department),
      tags: each(tags, cells, listOf),
      refuses: refusals(cells),
      inTouch: inTouch(cells),
      extras: extras(cells),
    };
    if (draft.name === null && draft.company === null && draft.emails.length + phones.length === 0) {
      throw new BadRow("there is no name, email, phone or company");
    }
    return withLooseRole(draft);
  };
  return {
    read,
    usePhones: phoneReader.usePhones,
    dates: [birthdays.note, created.note, ...yearly.map(({ note }) => note)].flatMap((note) => note ?? []),
  };
}

/** A role is one at a company: where none is named it is kept in the note, rather than lost. */
export function withLooseRole(draft: ImportedContact): ImportedContact {
  const { company, companyKey, role, department, note } = draft;
  if (company !== null || companyKey !== null || (role === null && department === null)) return draft;
  const lines = [
    note,
    role === null ? null : "Role: " + role,
    department === null ? null : "Department: " + department,
  ];
  return { ...draft, role: null, department: null, note: lines.filter((line) => line !== null).join("\n") };
}

/** The first company is the present one. Behind it name and id of each other one; an empty id: the file has none. */
function employersOf(names: readonly string[], keys: readonly string[]) {
  const [name = null, ...others] = names;
  const alsoAt = others.flatMap((other, at) => (other === "" ? [] : [other, keys[at + 1] ?? ""]));
  return { company: name || null, companyKey: keys[0] || null, alsoAt };
}

/** What all columns of a field give; most files have one of each. */
function each<T>(
  cols: readonly Col[],
  cells: readonly string[],
  read: (cells: readonly string[], col: Col) => T | T[],
): T[] {
  const [only] = cols;
  if (only === undefined) return [];
  if (cols.length > 1) return primaryFirst(cells, cols).flatMap((col) => read(cells, col));
  const found = read(cells, only);
  return Array.isArray(found) ? found : [found];
}

/** A birthday without a year says nothing about the order of day and month. */
function withoutYearless(table: Table): Table {
  return {
    ...table,
    sample: table.sample.map((cells) => cells.map((cell) => (cell.trim().startsWith("--") ? "" : cell))),
  };
}

/** A column of days of which each is kept every year; without a year as "--12-09". */
function yearlyColumn(table: Table, col: Col, order: DateOrder | undefined): YearlyColumn {
  const days = dateColumn(withoutYearless(table), col, order);
  const date = (cells: readonly string[]) => yearless(cellOf(cells, col)) ?? days.date(cells);
  return { label: col.name.trim().toLowerCase(), note: days.note, date };
}

/** A birthday whose year, month and day stand in columns of their own; without a year as "--12-09". */
function birthdayParts(columns: Columns<Field>): (cells: readonly string[]) => string | null {
  const [year, month, day] = [
    columns.first("bornYear"),
    columns.first("bornMonth"),
    columns.first("bornDay"),
  ];
  if (month === undefined || day === undefined) return () => null;
  return (cells) => {
    const [m, d] = [cellOf(cells, month), cellOf(cells, day)].map((part) => part.padStart(2, "0"));
    const text = "--" + m + "-" + d;
    if (text === "--00-00") return null;
    const y = cellOf(cells, year);
    const date = y === "" ? yearless(text) : readDate(y + text.slice(1), "ymd");
    if (date) return date;
    throw new BadCell(day, y + text, quote(y + text) + " is no date", "is no date");
  };
}

/** The cells that are kept as custom fields, in the order of their columns. */
export function extraReader(at: readonly number[]): (cells: readonly string[]) => readonly string[] {
  if (at.length === 0) return () => [];
  return (cells) => at.map((column) => cellAt(cells, column));
}

/** "--12-09" as it is; null for everything else. */
function yearless(text: string): string | null {
  return /^--(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text) ? text : null;
}

/** One link, or several with a semicolon and a blank between them: an address may hold a semicolon. */
function linksOf(cells: readonly string[], col: Col): string[] {
  const text = lineOf(cells, col);
  if (text === null) return [];
  if (!col.several) return [text];
  return (text.includes('"') ? splitParts(text) : text.split("; ")).filter((url) => url.trim() !== "");
}

/** One address, or several in one cell with commas, semicolons or blanks between them, names before them or not. */
export function emailsOf(cells: readonly string[], col: Col): EmailDraft[] {
  const text = cellOf(cells, col);
  if (text === "") return [];
  const several = text.indexOf("@") !== text.lastIndexOf("@");
  const parts = several ? text.split(/[;,\s]+/).filter((part) => part.includes("@")) : [text];
  return parts.map((part, nth) => {
    const email = inCell(col, part, () => parseEmail(part));
    return { email, key: emailKey(email), label: labelIn(cells, col, { nth, of: parts.length }) };
  });
}

const lifecycleWords = new Map<string, Lifecycle>(
  Object.entries({
    lead: "lead",
    subscriber: "lead",
    "marketing qualified lead": "lead",
    marketingqualifiedlead: "lead",
    "sales qualified lead": "lead",
    salesqualifiedlead: "lead",
    prospect: "prospect",
    opportunity: "prospect",
    customer: "customer",
    client: "client",
    evangelist: "client",
    former: "former",
  }),
);

function lifecycleOf(cells: readonly string[], col: Col | undefined): Lifecycle | null {
  const sort = "is no step of the life cycle";
  const wrong = sort + " (lead, prospect, customer, client, former)";
  return readCell(cells, col, { wrong, sort, read: (text) => lifecycleWords.get(text.toLowerCase()) });
}
