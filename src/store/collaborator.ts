import { fold } from "../values/fold.ts";
import type { Db } from "./db.ts";

/** Nouns whose records people work on besides the owner. */
export const teamNouns = ["contact", "company", "deal", "order", "ticket", "campaign", "quote"] as const;
export type TeamNoun = (typeof teamNouns)[number];

export interface TeamChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** Puts people to a record and takes others away; who is there already stays once, in any letter case. */
export function setTeam(
  db: Db,
  { noun, id }: { readonly noun: TeamNoun; readonly id: number },
  { add, remove }: TeamChange,
): void {
  const gone = 'DELETE FROM collaborator WHERE noun = ? AND record_id = ? AND fold("user") = fold(?)';
  for (const user of remove) db.run(gone, [noun, id, user]);
  const known = new Set(teamOn(db, noun, id).map(fold));
  for (const user of add) {
    if (known.has(fold(user))) continue;
    db.run('INSERT INTO collaborator (noun, record_id, "user") VALUES (?, ?, ?)', [noun, id, user]);
    known.add(fold(user));
  }
}

/** Who works on a record besides its owner, by name. */
export function teamOn(db: Db, noun: string, id: number): string[] {
  const sql = 'SELECT "user" FROM collaborator WHERE noun = ? AND record_id = ? ORDER BY "user"';
  return db.all<{ user: string }>(sql, [noun, id]).map(({ user }) => user);
}
