import { realpathSync } from "node:fs";
import { resolve } from "node:path";
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

/** Two of the files that an import writes cannot be one, nor the file that is imported. */
export function refuseSameFile({ file, rejects, report, saveMap }: Job): void {
  const named = [
    ["--rejects", rejects],
    ["--report", report],
    ["--save-map", saveMap],
  ] as const;
  const taken = new Map(file === "-" ? [] : [[placeOf(file), "the file that is imported"]]);
  for (const [option, path] of named) {
    if (path === undefined) continue;
    const other = taken.get(placeOf(path));
    if (other !== undefined)
      throw new UserError("usage", option + ": " + path + " is " + other, "name another file");
    taken.set(placeOf(path), "the file of " + option);
  }
}

/** Where a file is or will be, whatever way leads there. */
function placeOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
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
