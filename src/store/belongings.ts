import type { Db } from "./db.ts";

/** What a record of any noun can have beside its own parts; in no order. */
const steps = [
  "DELETE FROM relation WHERE (from_noun = :noun AND from_id = :id) OR (to_noun = :noun AND to_id = :id)",
  "DELETE FROM collaborator WHERE noun = :noun AND record_id = :id",
  "DELETE FROM attachment WHERE noun = :noun AND record_id = :id",
  "DELETE FROM external_id WHERE noun = :noun AND record_id = :id",
  "DELETE FROM custom_value WHERE noun = :noun AND record_id = :id",
] as const;

/**
 * Deletes the relations, collaborators, attachments, foreign ids and values of own fields of a record that is about to
 * be deleted; everything that deletes a record calls it. The copied files stay, so that an undo finds them again.
 */
export function forgetRecord(db: Db, noun: string, id: number): void {
  for (const step of steps) db.run(step, { noun, id });
}
