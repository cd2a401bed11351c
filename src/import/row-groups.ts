import { isRowsFault, type NeedsPhones, needsPhones } from "./drafts.ts";
import type { CsvRow } from "./records.ts";

/** A row of a record that several rows make up, or what it has wrong; its number can be read all the same. */
export type NumberedRead<Row> = { readonly number: string | null } & (
  | { readonly row: Row }
  | { readonly error: unknown }
);

/** Reads a row whose number is known. */
export function numberedRead<Row>(
  number: string | null,
  read: () => Row | NeedsPhones,
): NumberedRead<Row> | NeedsPhones {
  try {
    const row = read();
    return row === needsPhones ? needsPhones : { number, row };
  } catch (error) {
    if (isRowsFault(error)) return { number, error };
    throw error;
  }
}

/** What the first of the rows says that says anything of it. */
export function firstSaid<Row>(rows: readonly Row[]): <K extends keyof Row>(key: K) => Row[K] | null {
  return (key) => rows.find((row) => row[key] !== null)?.[key] ?? null;
}

/** The same of each custom field. */
export function firstExtras(rows: readonly { readonly extras: readonly string[] }[]): string[] {
  const [first] = rows;
  return (first?.extras ?? []).map((_, at) => rows.find(({ extras }) => extras[at] !== "")?.extras[at] ?? "");
}

/** Rows of one record; with an error, they are not taken in. */
export interface RowGroup<Row> {
  readonly rows: Row[];
  readonly from: CsvRow[];
  /** What is wrong with which of the rows. */
  error: { readonly row: CsvRow; readonly error: unknown } | undefined;
}

/** Records whose rows are still waited for. */
const open = 10_000;

/**
 * Gathers the rows of an order or a quote by its number, wherever in the file they stand, as long as not more than ten
 * thousand others begin between two of them; later ones are refused when the record is found to be written. A row
 * without a number is a record of its own.
 */
export function rowGroups<Row>(close: (group: RowGroup<Row>) => void) {
  const groups = new Map<string, RowGroup<Row>>();
  const closeFirst = () => {
    const [number, group] = groups.entries().next().value ?? [];
    if (number === undefined || group === undefined) return;
    groups.delete(number);
    close(group);
  };
  return {
    add(from: CsvRow, { number, ...read }: NumberedRead<Row>): void {
      const group = number === null ? undefined : groups.get(number);
      const target = group ?? { rows: [], from: [], error: undefined };
      target.from.push(from);
      if ("error" in read) target.error ??= { row: from, error: read.error };
      else target.rows.push(read.row);
      if (number === null) close(target);
      else if (group === undefined) groups.set(number, target);
      if (groups.size > open) closeFirst();
    },
    end(): void {
      while (groups.size > 0) closeFirst();
    },
  };
}
