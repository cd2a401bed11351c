import type { Db, Value } from "./db.ts";

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

/** What is without a company is that of the company where its contact works. */
export function withEmployer<
  Row extends { readonly contactId?: Value | undefined; readonly companyId?: Value | undefined },
>(db: Db, row: Row): Row {
  if ((row.companyId ?? null) !== null || (row.contactId ?? null) === null) return row;
  return { ...row, companyId: employerOf(db, Number(row.contactId)) };
}
