import { UserError } from "../errors.ts";
import { fold } from "../values/fold.ts";
import { teamNouns } from "./collaborator.ts";
import type { Db } from "./db.ts";
import { type Noun, tableOf } from "./tables.ts";

/** Nouns whose records have an owner; of follow-ups only what is still to be done is handed over. */
export const ownedNouns = [
  ...(["contact", "company", "deal", "order", "followup", "quote", "campaign", "ticket"] as const),
] satisfies readonly Noun[];
export type OwnedNoun = (typeof ownedNouns)[number];

export interface HandedOver {
  readonly noun: OwnedNoun;
  /** Records that have a new owner, and those on which the new one works with others. */
  readonly owned: number;
  readonly shared: number;
}

export interface Handover {
  readonly from: string;
  readonly to: string;
  readonly nouns: readonly OwnedNoun[];
  readonly at: string;
}

/**
 * Gives everything that one person looks after or works on to another; names are compared without letter case. What was
 * logged stays with who logged it, and what is done stays with who did it.
 */
export function handOver(db: Db, { from, to, nouns, at }: Handover): HandedOver[] {
  if (fold(from.trim()) === fold(to.trim())) {
    throw new UserError("usage", '"' + from + '" and "' + to + '" are the same person');
  }
  return nouns.map((noun) => ({
    noun,
    owned: passOwned(db, noun, { from, to, at }),
    shared: (teamNouns as readonly string[]).includes(noun) ? passShared(db, noun, { from, to }) : 0,
  }));
}

/** Who looks after or works on anything, by name; a name in two letter cases is twice there. */
export function ownersOf(db: Db): string[] {
  const owned = ownedNouns.map((noun) => "SELECT owner FROM " + tableOf[noun] + " WHERE owner IS NOT NULL");
  const sql = [...owned, 'SELECT "user" FROM collaborator'].join(" UNION ") + " ORDER BY 1";
  return db.all<{ owner: string }>(sql).map(({ owner }) => owner);
}

function passOwned(db: Db, noun: OwnedNoun, params: { from: string; to: string; at: string }): number {
  const open = noun === "followup" ? " AND done_at IS NULL" : "";
  const set = " SET owner = :to, updated_at = :at WHERE fold(owner) = fold(:from)";
  return db.run("UPDATE " + tableOf[noun] + set + open, params).changes;
}

/** Where the new one works already, the old one just goes. */
function passShared(db: Db, noun: OwnedNoun, { from, to }: { from: string; to: string }): number {
  const there = `
    DELETE FROM collaborator
    WHERE noun = :noun AND fold("user") = fold(:from)
      AND EXISTS (
        SELECT 1 FROM collaborator AS other
        WHERE other.noun = collaborator.noun AND other.record_id = collaborator.record_id
          AND fold(other."user") = fold(:to))`;
  const gone = db.run(there, { noun, from, to }).changes;
  const moved = 'UPDATE collaborator SET "user" = :to WHERE noun = :noun AND fold("user") = fold(:from)';
  return gone + db.run(moved, { noun, from, to }).changes;
}
