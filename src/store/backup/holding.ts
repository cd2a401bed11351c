import { UserError } from "../../errors.ts";
import { type Db, inspectDb } from "../db.ts";
import { copiesOf } from "../encryption/plain-copies.ts";
import { marksOfContact } from "../erase/ledger.ts";

/**
 * Backups on this machine in which a contact still is, by its marks: in every directory that a backup was ever written
 * to, and copies beside the database itself. A file that cannot be looked into is named too.
 */
export function backupsHolding(db: Db, marks: readonly string[], id: number): string[] {
  return copiesOf(db).filter((file) => holds(file, marks, id));
}

function holds(file: string, marks: readonly string[], id: number): boolean {
  let copy: Db;
  try {
    copy = inspectDb(file);
  } catch (error) {
    return error instanceof UserError && error.kind === "locked";
  }
  try {
    const there = marksOfContact(copy, id);
    return there.some((mark) => marks.includes(mark)) || byEmail(copy, marks);
  } catch {
    return true;
  } finally {
    copy.close();
  }
}

function byEmail(copy: Db, marks: readonly string[]): boolean {
  const emails = marks.filter((mark) => mark.startsWith("email:")).map((mark) => mark.slice("email:".length));
  return emails.some(
    (email) => copy.get("SELECT 1 FROM contact_email WHERE email_key = ?", [email]) !== undefined,
  );
}
