import { csvFile } from "../../import/rejects.ts";
import type { Outcome } from "../../store/import/contacts.ts";

export interface ReportedRow {
  readonly line: number;
  readonly outcome: Outcome | "rejected";
  /** The record that the row is about; null when there is none. */
  readonly id: number | null;
  readonly reason: string | null;
}

export interface RowReport {
  add(row: ReportedRow): void;
  close(): void;
}

/** What became of each row, as a file of one line a row. */
export function reportFile(path: string, from: string): RowReport {
  const file = csvFile("--report", path, from);
  file.add(["line", "outcome", "id", "reason"]);
  return {
    add: ({ line, outcome, id, reason }) =>
      file.add([String(line), outcome, id === null ? "" : String(id), reason ?? ""]),
    close: file.close,
  };
}
