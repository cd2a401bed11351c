import { fold } from "../values/fold.ts";
import type { Db } from "./db.ts";

/** Nouns whose records people work on besides the owner. */
export const teamNouns = ["contact", "company", "deal", "order", "ticket", "campaign", "quote"] as const;
export type TeamNoun = (typeof teamNouns)[number];

export interface TeamRecord {
  readonly noun: TeamNoun;
  readonly id: number;
}

/** Puts people to a record; who is there already stays once, in any letter case. */
export function joinTeam(db: Db, { noun, id }: TeamRecord, users: readonly string[]): void {
  const known = new Set(teamOn(db, noun, id).map(fold));
  for (const user of users) {
    if (known.has(fold(user))) continue;
    db.run('INSERT INTO collaborator (noun, record_id, "user") VALUES (?, ?, ?)', [noun, id, user]);
    known.add(fold(user));
  }
}

/** False when nobody of that name, in any letter case, works on the record besides its owner. */
export function quitTeam(db: Db, { noun, id }: TeamRecord, user: string): boolean {
  const sql = 'DELETE FROM collaborator WHERE noun = ? AND record_id = ? AND fold("user") = fold(?)';
  return db.run(sql, [noun, id, user]).changes > 0;
}

/** Who works on a record besides its owner, by name. */
export function teamOn(db: Db, noun: string, id: number): string[] {
  const sql = 'SELECT "user" FROM collaborator WHERE noun = ? AND record_id = ? ORDER BY "user"';
  return db.all<{ user: string }>(sql, [noun, id]).map(({ user }) => user);
}
