import type { Column, Row } from "../../field.ts";
import type { Db } from "../db.ts";

/** What one import did. */
export interface ImportRun {
  readonly noun: string;
  readonly file: string;
  readonly product: string | null;
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly merged: number;
  readonly skipped: number;
  readonly rejected: number;
}

export const importRunColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "at", header: "When", type: "instant" },
  { key: "noun", header: "What", type: "text" },
  { key: "file", header: "File", type: "text" },
  { key: "state", header: "State", type: "text" },
  { key: "product", header: "From", type: "text", room: "spare" },
  { key: "rows", header: "Rows", type: "integer", room: "spare" },
  { key: "created", header: "New", type: "integer" },
  { key: "updated", header: "Changed", type: "integer" },
  { key: "unchanged", header: "Unchanged", type: "integer", detail: true },
  { key: "merged", header: "Merged", type: "integer", detail: true },
  { key: "skipped", header: "Skipped", type: "integer", detail: true },
  { key: "rejected", header: "Refused", type: "integer" },
  { key: "user", header: "Who", type: "text", detail: true },
];

/** Notes what the import of a journal entry did; goes with it. */
export function noteImport(db: Db, entryId: number, run: ImportRun): void {
  const sql = `
    INSERT INTO import_run
      (entry_id, noun, file, product, row_count, created, updated, unchanged, merged, skipped, rejected)
    VALUES (:entryId, :noun, :file, :product, :rows, :created, :updated, :unchanged, :merged, :skipped, :rejected)`;
  const { noun, file, product, rows, created, updated, unchanged, merged, skipped, rejected } = run;
  const counts = { rows, created, updated, unchanged, merged, skipped, rejected };
  db.run(sql, { entryId, noun, file, product, ...counts });
}

/** Imports that changed something, the newest first. */
export function listImports(db: Db, limit: number): Row[] {
  const sql = `
    SELECT
      entry.id, entry.at, run.noun, run.file, run.product, run.row_count AS "rows", run.created, run.updated,
      run.unchanged, run.merged, run.skipped, run.rejected,
      CASE WHEN entry.undone_by IS NOT NULL THEN 'undone' END AS state, entry.user
    FROM import_run AS run JOIN journal_entry AS entry ON entry.id = run.entry_id
    ORDER BY entry.id DESC
    LIMIT ?`;
  return db.all(sql, [limit]);
}
