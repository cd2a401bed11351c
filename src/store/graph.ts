import type { Db } from "./db.ts";

export interface Employment {
  readonly contactId: number;
  readonly companyId: number;
  readonly role: string | null;
}

/** Who works where: of a contact its present companies, of a company its present people. */
export function employmentsOf(
  db: Db,
  { noun, id }: { readonly noun: string; readonly id: number },
): Employment[] {
  if (noun !== "contact" && noun !== "company") return [];
  const sql =
    'SELECT contact_id AS "contactId", company_id AS "companyId", role FROM employment WHERE has_left = 0 AND ';
  return db.all(
    sql + (noun === "contact" ? "contact_id" : "company_id") + " = ? ORDER BY contact_id, company_id",
    [id],
  );
}
