import type { Db } from "../db.ts";
import { eraseContacts, sweep } from "../erase.ts";
import type { Entry } from "../journal.ts";
import { erasedAmong } from "./ledger.ts";

/**
 * Carries what must outlive a restore from the present database into the one that takes its place: who was erased, and
 * where backups are. Whoever was erased since the backup was made is erased in it again. Gives how many those were.
 */
export function carryErasures(from: Db, into: Db, entry: Entry): number {
  for (const place of from.all<{ directory: string; at: string }>(placesSql)) {
    into.run("INSERT INTO backup_place (directory, first_used_at) VALUES (?, ?) ON CONFLICT DO NOTHING", [
      place.directory,
      place.at,
    ]);
  }
  const secret = from.get<{ secret: string }>("SELECT secret FROM erase_secret")?.secret;
  if (secret === undefined) return 0;
  into.run("DELETE FROM erased_key");
  into.run("DELETE FROM erase_secret");
  into.run("INSERT INTO erase_secret (id, secret) VALUES (1, ?)", [secret]);
  for (const key of from.all<{ hash: string; id: number; date: string }>(keysSql)) {
    into.run("INSERT INTO erased_key (hash, contact_id, erased_date) VALUES (?, ?, ?)", [
      key.hash,
      key.id,
      key.date,
    ]);
  }
  return eraseAgain(into, entry);
}

const placesSql = "SELECT directory, first_used_at AS at FROM backup_place";
const keysSql = "SELECT hash, contact_id AS id, erased_date AS date FROM erased_key";

/** Erases whoever the ledger knows. */
function eraseAgain(db: Db, entry: Entry): number {
  const found = erasedAmong(db);
  if (found.length === 0) return 0;
  // In UTC: a restore does not ask in which zone it is done.
  eraseContacts(
    db,
    { ...entry, idem: undefined, dryRun: false },
    { ids: found, today: entry.at.slice(0, 10) },
  );
  sweep(db);
  return found.length;
}
