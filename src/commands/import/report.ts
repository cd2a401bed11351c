import { UserError } from "../../errors.ts";
import { refusingWords } from "../../import/ready.ts";
import { cardRejects, csvFile, type Rejects, rejectsFile } from "../../import/rejects.ts";
import type { Outcome } from "../../store/import/contacts.ts";
import { type Job, nameOf } from "./job.ts";
import type { OpenFile } from "./open.ts";

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

/** Where refused rows go, in the form of the file that they are from. */
export function openRejects(path: string, job: Job, { info, understood: { layout } }: OpenFile): Rejects {
  if (layout?.product === "vcard") return cardRejects(path, job.file);
  const lost = refusingWords(layout, job.file).find((word) => !refusingWords(layout, path).includes(word));
  if (lost !== undefined)
    throw new UserError(
      "usage",
      "--rejects: " + path + " does not say what the name of " + nameOf(job.file) + " does: " + lost,
      "name it so too, such as rejects-" + lost + ".csv: else who is in it would not be taken for such",
    );
  return rejectsFile(path, { path: job.file, header: info.header });
}
