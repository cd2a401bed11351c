import { basename } from "node:path";
import { type DateOrder, orderOf, readDate } from "../values/date-column.ts";
import type { Table } from "./columns.ts";
import type { ReaderOptions } from "./contacts.ts";
import type { CsvInfo, OpenCsv } from "./csv.ts";
import { knownHeader, refuseMissing } from "./headers.ts";
import { type MapTask, mender, type Understood, understand } from "./layout.ts";
import type { Layout, LeftOut } from "./product.ts";
import { isProductHeader } from "./products.ts";
import type { CsvRow } from "./records.ts";
import { ownWidth } from "./rejects.ts";
import type { Batch, RowError } from "./table.ts";

/** An open file whose columns are understood, and whose rows come as the readers expect them. */
export interface Ready {
  readonly understood: Understood;
  /** Without the columns that a file of refused rows has at its end. */
  readonly header: readonly string[];
  readonly table: Table;
  readonly csv: OpenCsv;
}

/** Settles what the columns of a file are; one that lacks what the noun needs is a UserError. */
export function understandFile(info: CsvInfo, task: MapTask): Omit<Ready, "csv"> & { readonly sieve: Sieve } {
  const header = info.header.slice(0, ownWidth(info.header));
  const understood = understand(header, task);
  // What has neither columns nor rows is an empty list.
  if (header.length + info.sample.length > 0) refuseMissing(task.file, understood);
  const { layout } = understood;
  const mend = mender(understood) ?? asItIs;
  const leftOut = leftOutBy(layout, header);
  const rows = info.sample.filter((cells) => leftOut(cells) === null).map(mend);
  const table = {
    file: task.file,
    header,
    ours: layout?.product === "crm",
    sample: rows,
    usualOrder: commonOrder(understood, rows) ?? layout?.dateOrder,
  };
  // One of its own, for it remembers: it sees the same rows once more.
  return { understood, header, table, sieve: { mend, leaveOut: leftOutBy(layout, header) } };
}

const dateFields: ReadonlySet<string> = new Set([
  "birthday",
  "yearlyDate",
  "created",
  "date",
  "paidDate",
  "closeDate",
  "createdDate",
  "closedDate",
  "wonDate",
  "lostDate",
  "due",
  "dueAt",
  "doneAt",
  "validUntil",
  "issued",
  "from",
  "until",
  "sent",
  "decided",
  "startDate",
  "endDate",
  "openedAt",
  "firstReplyAt",
  "solvedAt",
]);

/**
 * The order that the dates of a file have where they show it, for the columns that do not: one program wrote them all.
 * Undefined where none shows it, or two columns disagree.
 */
function commonOrder({ columns }: Understood, rows: readonly (readonly string[])[]): DateOrder | undefined {
  const orders = columns.flatMap((target, at) => {
    if (target !== null && !dateFields.has(target.field)) return [];
    const texts = textsOf(rows, at);
    if (target !== null) return orderOf(texts).order ?? [];
    // What is read into no field shows it too, where it holds dates and nothing else.
    const order = /^\d{1,2}[-./]\d/.test(texts[0] ?? "") ? orderOf(texts).order : undefined;
    return order !== undefined && texts.every((text) => typeof readDate(text, order) === "string")
      ? order
      : [];
  });
  const [first] = orders;
  return orders.every((order) => order === first) ? first : undefined;
}

/** The cells of a column that are not empty; a day without a year says nothing about the order. */
function textsOf(rows: readonly (readonly string[])[], at: number): string[] {
  return rows
    .map((cells) => (cells[at] ?? "").trim())
    .filter((text) => text !== "" && !text.startsWith("--"));
}

/** A date of which nothing in the file shows whether its day or its month comes first; undefined: there is none. */
export function unclearDate(
  understood: Understood,
  rows: readonly (readonly string[])[],
): string | undefined {
  if (commonOrder(understood, rows) !== undefined) return undefined;
  const dates = understood.columns.flatMap((target, at) =>
    target !== null && dateFields.has(target.field) ? [orderOf(textsOf(rows, at))] : [],
  );
  return dates.find(({ ambiguous }) => ambiguous)?.why?.text;
}

/** The same, with the rows of the file as the readers expect them. */
export function ready(csv: OpenCsv, task: MapTask): Ready {
  const { sieve, ...file } = understandFile(csv.info, task);
  return { ...file, csv: { ...csv, batches: sift(csv.batches, sieve) } };
}

interface Sieve {
  readonly mend: (cells: readonly string[]) => readonly string[];
  /** Why a row is no record; null for one that is. */
  readonly leaveOut: (cells: readonly string[]) => string | null;
}

const asItIs: Sieve["mend"] = (cells) => cells;
const nothing: Sieve["leaveOut"] = () => null;

/** Rows that are no records become errors that are none: they are counted, and nobody has to mend them. */
async function* sift(
  batches: OpenCsv["batches"],
  { mend, leaveOut }: Sieve,
): AsyncGenerator<Batch, void, undefined> {
  if (mend === asItIs && leaveOut === nothing) return yield* batches;
  for await (const { rows, errors } of batches) {
    const kept: CsvRow[] = [];
    const aside: RowError[] = errors.map((error) => {
      const why = error.raw === null ? null : leaveOut(error.raw);
      return why === null ? error : { ...error, reason: why, skipped: true };
    });
    for (const row of rows) {
      const why = leaveOut(row.cells);
      if (why === null) kept.push({ line: row.line, cells: mend(row.cells) });
      else
        aside.push({ line: row.line, column: null, value: null, raw: row.cells, reason: why, skipped: true });
    }
    yield { rows: kept, errors: aside.sort((a, b) => a.line - b.line) };
  }
}

/** What a layout has to say against rows, by their cells. It remembers which orders were left out. */
function leftOutBy(layout: Layout | null, header: readonly string[]): Sieve["leaveOut"] {
  const tests = (layout?.leftOut ?? []).flatMap((one) => testOf(one, header) ?? []);
  const footer = layout?.footer ?? [];
  if (tests.length + footer.length === 0) return nothing;
  return (cells) => {
    if (isFooter(cells, footer)) return "lines below the table";
    for (const test of tests) {
      const why = test(cells);
      if (why !== null) return why;
    }
    return null;
  };
}

/** A footer fills next to nothing of a row: "Total" alone is one, "Total Energies" with an address is not. */
function isFooter(cells: readonly string[], beginnings: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell.trim() !== "");
  const first = filled[0]?.trim() ?? "";
  return (
    filled.length <= Math.max(2, cells.length / 4) &&
    beginnings.some((beginning) => first.toLowerCase().startsWith(beginning.toLowerCase()))
  );
}

function testOf(
  { columns, words, why, like }: LeftOut,
  header: readonly string[],
): Sieve["leaveOut"] | undefined {
  const placeOf = (name: string) => header.findIndex((one) => one.toLowerCase() === name.toLowerCase());
  const places = columns.map(placeOf);
  if (places.includes(-1)) return undefined;
  const key = like === undefined ? -1 : placeOf(like);
  let last: string | undefined;
  const isOut = (cell: string) =>
    words.includes(cell) || (words.includes("*") && cell !== "" && !/^0+([.,]0+)?$/.test(cell));
  return (cells) => {
    const own = cells[key];
    if (own !== undefined && own !== "" && own === last) return why;
    if (!places.every((at) => isOut((cells[at] ?? "").trim().toLowerCase()))) return null;
    last = own;
    return why;
  };
}

/** Column names that are known: by the mapping, by a product, or by what they say. */
export function knownName({ noun, map }: MapTask): (name: string) => boolean {
  const mapped = new Set(Object.keys(map?.columns ?? {}).map((name) => name.toLowerCase()));
  const [known, product] = [knownHeader(noun), isProductHeader(noun)];
  return (name) => mapped.has(name.trim().toLowerCase()) || known(name) || product(name);
}

/** What the layout and the file's name say of all rows. */
export function readerOptions(
  { layout, extras }: Understood,
  file: string,
): Pick<ReaderOptions, "refuses" | "extras"> {
  const channels = refusingWords(layout, file).flatMap((word) => layout?.refusedIfNamed?.[word] ?? []);
  return { refuses: [...new Set(channels)], extras: extras.map(({ at }) => at) };
}

/** Words in the file's name by which everybody in it has refused. */
export function refusingWords(layout: Layout | null, file: string): string[] {
  const name = basename(file).toLowerCase();
  return Object.keys(layout?.refusedIfNamed ?? {}).filter((word) => hasWord(name, word));
}

/** "subscribed" is no word of "unsubscribed". */
function hasWord(name: string, word: string): boolean {
  return name.split(/[^a-z]+/).includes(word);
}
