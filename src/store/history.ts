import type { Db } from "./db.ts";
import type { Noun } from "./tables.ts";

/** One command as the journal has it. */
export interface HistoryEntry {
  readonly id: number;
  readonly at: string;
  readonly user: string;
  readonly commandLine: string;
  readonly reason: string | null;
  readonly state: "undone" | "undo" | "redo" | null;
  /** Rows that were added, changed and taken away; records of an import count once, without their parts. */
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

const entrySql = `
  SELECT
    entry.id, entry.at, entry.user, entry.command_line AS commandLine, entry.reason,
    CASE
      WHEN entry.undone_by IS NOT NULL THEN 'undone'
      WHEN EXISTS (SELECT 1 FROM journal_entry WHERE id = entry.undoes AND undoes IS NOT NULL) THEN 'redo'
      WHEN entry.undoes IS NOT NULL THEN 'undo'
    END AS state,
    (SELECT count(*) FROM journal_change WHERE entry_id = entry.id AND before IS NULL)
      + (SELECT coalesce(sum(last_id - first_id + 1), 0) FROM journal_range WHERE entry_id = entry.id AND is_removal = 0)
      AS added,
    (SELECT count(*) FROM journal_change WHERE entry_id = entry.id AND before IS NOT NULL AND after IS NOT NULL)
      AS changed,
    (SELECT count(*) FROM journal_change WHERE entry_id = entry.id AND after IS NULL)
      + (SELECT coalesce(sum(last_id - first_id + 1), 0) FROM journal_range WHERE entry_id = entry.id AND is_removal = 1)
      AS removed
  FROM journal_entry AS entry`;

/** The newest commands first. */
export function listHistory(db: Db, limit: number): HistoryEntry[] {
  return db.all(entrySql + "\nORDER BY entry.id DESC\nLIMIT ?", [limit]);
}

/** One row's change within a command; of a record that an import appended only that it came, went or came back. */
export interface HistoryChange {
  readonly entryId: number;
  readonly at: string;
  readonly user: string;
  readonly commandLine: string;
  readonly part: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What happened to one record and its parts, the newest first. */
export function recordHistory(db: Db, record: { noun: Noun; id: number }, limit: number): HistoryChange[] {
  const sql = `
    SELECT
      entry.id AS entryId, entry.at, entry.user, entry.command_line AS commandLine,
      change.table_name AS part, change.before, change.after
    FROM journal_change AS change
    JOIN journal_entry AS entry ON entry.id = change.entry_id
    WHERE change.noun = :noun AND change.record_id = :id
    UNION ALL
    SELECT
      entry.id, entry.at, entry.user, entry.command_line,
      CASE WHEN is_removal = 1 THEN 'removal' WHEN entry.undoes IS NOT NULL THEN 'return' ELSE 'import' END,
      NULL, NULL
    FROM journal_range AS appended
    JOIN journal_entry AS entry ON entry.id = appended.entry_id
    WHERE appended.noun = :noun AND :id BETWEEN appended.first_id AND appended.last_id
    ORDER BY 1 DESC
    LIMIT :limit`;
  return db.all(sql, { ...record, limit });
}
