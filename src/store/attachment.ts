import { UserError } from "../errors.ts";
import type { Db } from "./db.ts";

/** Nouns whose records can have documents. */
export const attachedNouns = [
  ...(["contact", "company", "deal", "order", "ticket", "campaign", "quote", "product"] as const),
] as const;
export type AttachedNoun = (typeof attachedNouns)[number];

/** A document of a record. */
export interface Attached {
  readonly id: number;
  readonly noun: AttachedNoun;
  readonly recordId: number;
  readonly name: string;
  /** From the root; of a copy relative to the directory of the database. */
  readonly path: string;
  readonly isCopy: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  readonly note: string | null;
  readonly createdAt: string;
}

const select = `
  SELECT
    id, noun, record_id AS "recordId", name, path, is_copy AS "isCopy", sha256, bytes, note, created_at AS "createdAt"
  FROM attachment`;

export function attachmentsOf(db: Db, noun: string, id: number): Attached[] {
  return db.all(select + " WHERE noun = ? AND record_id = ? ORDER BY id", [noun, id]);
}

export function listAttachments(db: Db): Attached[] {
  return db.all(select + " ORDER BY id");
}

export function getAttachment(db: Db, id: number): Attached {
  const found = db.get<Attached>(select + " WHERE id = ?", [id]);
  if (found === undefined) throw new UserError("not_found", "no document " + id, "see: crm attach list");
  return found;
}

export function addAttachment(db: Db, draft: Omit<Attached, "id" | "createdAt">, at: string): number {
  const { noun, recordId, name, path, isCopy, sha256, bytes, note } = draft;
  const known = attachmentsOf(db, noun, recordId).find((one) => one.sha256 === sha256 && one.name === name);
  if (known !== undefined) {
    throw new UserError("conflict", name + " is attached already: document " + known.id);
  }
  const sql = `
    INSERT INTO attachment (noun, record_id, name, path, is_copy, sha256, bytes, note, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
  return db.run(sql, [noun, recordId, name, path, isCopy, sha256, bytes, note, at]).id;
}

export function deleteAttachment(db: Db, id: number): void {
  db.run("DELETE FROM attachment WHERE id = ?", [id]);
}

/** Whether another document is the same copy, so that the file is still needed. */
export function isCopyNeeded(db: Db, path: string): boolean {
  return db.get("SELECT 1 FROM attachment WHERE is_copy = 1 AND path = ? LIMIT 1", [path]) !== undefined;
}
