import type { Db } from "./db.ts";

/** The company where a contact works now, the primary one of several; null for none. */
export function employerOf(db: Db, contactId: number): number | null {
  const sql = `
    SELECT company_id AS companyId
    FROM employment
    WHERE contact_id = ? AND has_left = 0
    ORDER BY position
    LIMIT 1`;
  return db.get<{ companyId: number }>(sql, [contactId])?.companyId ?? null;
}
