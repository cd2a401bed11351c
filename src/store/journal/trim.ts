import type { Db } from "../db.ts";
import { keepUnjournaled } from "../journal.ts";

/** What was cut off the journal at one time. */
export interface Trim {
  readonly beforeAt: string;
  readonly entries: number;
  readonly changes: number;
  /** The oldest command that can still be undone; null: none is left. */
  readonly oldestAt: string | null;
}

export interface TrimOrder {
  /** Entries from before this instant go. */
  readonly beforeAt: string;
  readonly at: string;
  readonly user: string;
  readonly reason: string | undefined;
  readonly dryRun: boolean;
}

/**
 * Cuts the old part off the journal and notes that it did. An entry that a later undo refers to stays, with all after
 * it; an idem key that goes with its entry is not known any more.
 */
export function trimJournal(db: Db, { beforeAt, at, user, reason, dryRun }: TrimOrder): Trim {
  return keepUnjournaled(db, () => {
    const limit = firstKept(db, beforeAt);
    const count = (table: string, column: string) =>
      db.get<{ n: number }>("SELECT count(*) AS n FROM " + table + " WHERE " + column + " < ?", [limit])?.n ??
      0;
    const entries = count("journal_entry", "id");
    const changes = count("journal_change", "entry_id");
    const oldest = db.get<{ at: string | null }>("SELECT min(at) AS at FROM journal_entry WHERE id >= ?", [
      limit,
    ]);
    if (entries > 0 && !dryRun) {
      for (const table of ["journal_change", "journal_range", "journal_removed"]) {
        db.run("DELETE FROM " + table + " WHERE entry_id < ?", [limit]);
      }
      db.run("UPDATE journal_entry SET undoes = NULL, undone_by = NULL WHERE id < ?", [limit]);
      db.run("DELETE FROM journal_entry WHERE id < ?", [limit]);
      db.run(noteSql, { at, user, beforeAt, entries, reason: reason ?? null });
    }
    return { beforeAt, entries, changes, oldestAt: oldest?.at ?? null };
  });
}

const noteSql = `
  INSERT INTO journal_trim (trimmed_at, user, before_at, entries, reason)
  VALUES (:at, :user, :beforeAt, :entries, :reason)`;

/** Undo and redo point back: what they point to has to stay, or an undo would itself look like a command. */
function firstKept(db: Db, beforeAt: string): number {
  const first = db.get<{ id: number | null }>("SELECT min(id) AS id FROM journal_entry WHERE at >= ?", [
    beforeAt,
  ])?.id;
  let kept = first ?? (db.get<{ id: number | null }>("SELECT max(id) AS id FROM journal_entry")?.id ?? 0) + 1;
  for (;;) {
    const sql = "SELECT min(undoes) AS id FROM journal_entry WHERE id >= ? AND undoes IS NOT NULL";
    const pointed = db.get<{ id: number | null }>(sql, [kept])?.id ?? kept;
    if (pointed >= kept) return kept;
    kept = pointed;
  }
}

/** The latest trim, for who wants to go back further than the journal does. */
export function lastTrim(
  db: Db,
): { readonly trimmedAt: string; readonly user: string; readonly beforeAt: string } | undefined {
  const sql = `
    SELECT trimmed_at AS "trimmedAt", "user", before_at AS "beforeAt"
    FROM journal_trim
    ORDER BY id DESC
    LIMIT 1`;
  return db.get(sql);
}
