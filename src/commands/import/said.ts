import { orderWord } from "../../import/columns.ts";
import type { CsvInfo } from "../../import/csv.ts";
import { type Noun, shortNames } from "../../import/headers.ts";
import { delimiterName } from "../../import/sniff.ts";
import type { Outcome } from "../../store/import/contacts.ts";
import { shellQuoted } from "../../values/shell-words.ts";
import { thousands } from "../../values/thousands.ts";
import { nameOf } from "./job.ts";
import { beside } from "./map.ts";
import type { Besides, Intake } from "./take.ts";

/** What an import did: what --json prints. Every row is counted once. */
export interface ImportDone extends Record<Outcome, number> {
  readonly file: string;
  /** The product that it was recognised as, and its layout in words; null for an unknown one. */
  readonly product: string | null;
  readonly layout: string | null;
  readonly encoding: string;
  readonly delimiter: string;
  readonly rows: number;
  readonly rejected: number;
  readonly reasons: Readonly<Record<string, number>>;
  /** The first hundred refused rows; --report and --rejects have all. */
  readonly refused: readonly RefusedRow[];
  /** Rows that are no records, by what they are. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** The columns that are read, labels among them, and those of our own export that are worked out anew. */
  readonly mapped: readonly string[];
  /** The columns whose cells are left out. */
  readonly ignored: readonly string[];
  /** Custom fields that were made. */
  readonly fieldsCreated: readonly string[];
  readonly companiesCreated: number;
  readonly contactsCreated: number;
  /** Where --save-map puts how the columns were read, which a dry run does not; null: it was not asked for. */
  readonly saveMap: string | null;
  readonly dryRun: boolean;
}

/** A row that was not taken in; null: nothing is wrong with one cell alone. */
export interface RefusedRow {
  readonly line: number;
  readonly column: string | null;
  readonly value: string | null;
  readonly reason: string;
}

export function refusedWords({ line, column, reason }: RefusedRow): string {
  return "line " + line + (column === null ? "" : ", column " + column) + ": " + reason;
}

const refusedShown = 5;

const twice: Readonly<Record<Noun, string>> = {
  contacts: "the same person twice in the file",
  companies: "the same company twice in the file",
  orders: "further lines of the same orders",
  deals: "the same deal twice in the file",
  activities: "the same activity twice in the file",
  followups: "the same follow-up twice in the file",
  products: "the same product twice in the file",
  quotes: "further lines of the same quotes",
  campaigns: "the same campaign twice in the file",
  tickets: "the same ticket twice in the file",
  invoices: "the same invoice twice in the file",
  payments: "the same payment twice in the file",
  agreements: "the same agreement twice in the file",
  surveys: "the same survey twice in the file",
};

/** "1,104 new · 71 changed · ...": what was not there is left out. */
function tallyLine(noun: Noun, done: ImportDone): string {
  const parts = [
    [done.created, "new"],
    [done.updated, "changed"],
    [done.unchanged, "unchanged"],
    [done.merged, twice[noun]],
    [done.skipped, "skipped"],
    [done.rejected, "refused"],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => thousands(n) + " " + what);
  return said.length === 0 ? "no rows" : said.join(" · ");
}

/** One line for the journal. */
export function journalLine(noun: Noun, done: ImportDone): string {
  return noun + " " + done.file + ": " + tallyLine(noun, done).replaceAll(" · ", ", ");
}

interface Said {
  readonly noun: Noun;
  readonly done: ImportDone;
  readonly info: CsvInfo;
  readonly dates: Intake["dates"];
  readonly besides: Besides;
  /** Columns that are left out, but for those of which nothing need be said. */
  readonly unused: readonly string[];
  readonly rejects: string | undefined;
  readonly mapPath: string | undefined;
}

/** The lines that a person reads at the end. */
export function summaryLines(said: Said): string[] {
  const { noun, done, info, dates, besides, unused, rejects, mapPath } = said;
  const isFound = mapPath !== undefined && mapPath === beside(done.file);
  const file = nameOf(done.file);
  const order =
    dates.map(({ order, row, text }) => `, dates ${orderWord(order)} (row ${row}: ${text})`)[0] ?? "";
  const columns = done.mapped.length + done.ignored.length;
  const rows = thousands(done.rows) + (done.rows === 1 ? " row" : " rows");
  // Of our own export it is what has commands of its own, or is worked out.
  const hint =
    done.product === "crm"
      ? "crm export all keeps them"
      : "--extra fields keeps them, --map says what they are";
  const left = unused.length === 0 ? "" : "; not used: " + shortList(unused) + " (" + hint + ")";
  const made = [
    [besides.contactsCreated, "contact", "contacts"],
    [besides.companiesCreated, "company", "companies"],
  ] as const;
  const also = made
    .filter(([n]) => n > 0)
    .map(([n, one, many]) => thousands(n) + " new " + (n === 1 ? one : many));
  const refused = done.refused.slice(0, refusedShown).map(refusedWords);
  const more = done.rejected - refused.length;
  return [
    [file + ": " + (done.layout ?? ""), info.format, done.encoding, separator(info), rows + order]
      .filter((part) => part !== undefined && part !== "")
      .join(", ")
      .replace(": , ", ": "),
    "  " + tallyLine(noun, done) + (done.created + done.updated === 0 ? " · nothing to change" : ""),
    ...(columns === 0 ? [] : [`  columns  ${columns - unused.length} of ${columns} used${left}`]),
    ...(done.fieldsCreated.length === 0 ? [] : ["  fields   made " + shortList(done.fieldsCreated)]),
    ...(also.length === 0 ? [] : ["  also     " + also.join(", ")]),
    ...(isFound ? ["  mapping  " + mapPath + " says how it is read"] : []),
    ...[...info.notes, ...besides.notes].map((note) => "  note     " + note),
    ...Object.entries(done.leftOut).map(
      ([why, n], at) => (at === 0 ? "  skipped  " : "           ") + why + ": " + thousands(n),
    ),
    ...refused.map((line, at) => (at === 0 ? "  refused  " : "           ") + line),
    ...(more > 0 ? ["           and " + thousands(more) + " more"] : []),
    ...(done.rejected > 0 && rejects !== undefined ? ["           " + asideLine(said, rejects)] : []),
    ...endLine(done, rejects),
  ];
}

/** Behind the file what is to be done with it: a mapping beside the first file is not found beside this one. */
function asideLine({ noun, done, mapPath, dates }: Said, rejects: string): string {
  if (done.dryRun) return "without --dry-run all of them go into " + rejects;
  const map = mapPath === undefined ? "" : " --map " + shellQuoted(mapPath);
  // Which the few rows may not show.
  const order = dates.map((date) => " --date-order " + date.order)[0] ?? "";
  return (
    "all of them are in " +
    rejects +
    ": mend it, then crm import " +
    noun +
    " " +
    shellQuoted(rejects) +
    map +
    order
  );
}

function endLine(done: ImportDone, rejects: string | undefined): string[] {
  const changes = done.created + done.updated + done.merged > 0;
  if (done.dryRun && done.rejected > 0 && rejects === undefined)
    return [
      "Nothing was written (dry run). Without --dry-run the first refused row ends the import; with --rejects FILE it goes on.",
    ];
  if (done.dryRun)
    return ["Nothing was written (dry run). Without --dry-run this is one step: crm undo takes it back."];
  return changes && done.created + done.updated > 0 ? ["undo: crm undo"] : [];
}

/** What stands between the cells; nothing where there are none. */
function separator({ format, delimiter }: CsvInfo): string | undefined {
  return format === undefined ? delimiterName(delimiter) : undefined;
}

function shortList(names: readonly string[]): string {
  return shortNames(names.slice(0, 8)) + (names.length > 8 ? ", ..." : "");
}
