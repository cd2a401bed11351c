import type { App } from "../app.ts";
import { type Agreement, agreementsWith, hasAgreements, segmentAgreements } from "../store/agreement.ts";
import type { Db } from "../store/db.ts";
import { countRows } from "../store/list.ts";
import { whereOf } from "./list.ts";

interface Who {
  readonly contactId: number | null;
  readonly companyId: number | null;
  /** On which day; undefined: today. Who is in a segment is always asked of today. */
  readonly day?: string;
}

/** What holds on a day of all that was agreed with a contact, with its company and with the segments they are in. */
export async function termsOf(app: App, db: Db, who: Who): Promise<Agreement[]> {
  const today = who.day ?? app.today();
  if (!hasAgreements(db)) return [];
  const found: Agreement[] = agreementsWith(db, {
    contactId: who.contactId,
    companyId: who.companyId,
    today,
  });
  for (const { noun, filter, ...agreement } of segmentAgreements(db, today)) {
    const id = noun === "contact" ? who.contactId : noun === "company" ? who.companyId : null;
    if (id === null || (noun !== "contact" && noun !== "company")) continue;
    const where = await whereOf(app, db, noun, filter);
    const sql = noun + ".id = ? AND (" + (where?.sql ?? "1 = 1") + ")";
    if (countRows(db, noun, { sql, params: [id, ...(where?.params ?? [])] }) > 0) found.push(agreement);
  }
  return found.sort((a, b) => a.id - b.id);
}
