import { contactNameSql } from "./contact-name.ts";
import type { Db } from "./db.ts";

/** Who it is about, how to reach them, what was said last, and the deal that is open with them. */
export interface DueContext {
  readonly contactId: number | null;
  readonly contact: string | null;
  readonly company: string | null;
  readonly phone: string | null;
  readonly lastContactAt: string | null;
  /** The kind of that activity, and what was said. */
  readonly lastContactKind: string | null;
  readonly lastContact: string | null;
  readonly dealId: number | null;
  readonly deal: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly stage: string | null;
}

interface Parties {
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly dealId: number | null;
}

type Person = Pick<DueContext, "contact" | "company" | "phone">;
type Last = Pick<DueContext, "lastContactAt" | "lastContactKind" | "lastContact">;
type Deal = Pick<DueContext, "dealId" | "deal" | "amountMinor" | "currency" | "stage">;

const nobody: Person = { contact: null, company: null, phone: null };
const never: Last = { lastContactAt: null, lastContactKind: null, lastContact: null };
const noDeal: Deal = { dealId: null, deal: null, amountMinor: null, currency: null, stage: null };

const personSql =
  "SELECT " +
  contactNameSql +
  ` AS contact,
    (SELECT company.name
     FROM employment JOIN company ON company.id = employment.company_id
     WHERE employment.contact_id = contact.id AND employment.has_left = 0
     ORDER BY employment.position LIMIT 1) AS company,
    (SELECT phone FROM contact_phone WHERE contact_id = contact.id ORDER BY position LIMIT 1) AS phone
  FROM contact
  WHERE contact.id = ?`;

const companySql = "SELECT NULL AS contact, name AS company, phone FROM company WHERE id = ?";

const lastSql = `
  SELECT activity.happened_at AS lastContactAt, activity.kind AS lastContactKind, activity.body AS lastContact
  FROM activity_contact
  JOIN activity ON activity.id = activity_contact.activity_id
  WHERE activity_contact.contact_id = ? AND activity.kind <> 'note'
  ORDER BY activity.happened_at DESC, activity.id DESC
  LIMIT 1`;

const dealColumns = `
  SELECT deal.id AS dealId, deal.title AS deal, deal.amount_minor AS amountMinor, deal.currency, stage.name AS stage
  FROM deal
  JOIN stage ON stage.id = deal.stage_id`;

const dealSql = dealColumns + "\n  WHERE deal.id = ?";

/** The open deal that is to close next. */
const openDealSql =
  dealColumns +
  `
  WHERE deal.contact_id = ? AND stage.kind = 'open'
  ORDER BY deal.close_date NULLS LAST, deal.id
  LIMIT 1`;

/** Reads contexts; what was read of a contact is kept for the next item about the same one. */
export function contextReader(db: Db): (parties: Parties) => DueContext {
  const people = new Map<number, Person & Last>();
  const personOf = (id: number): Person & Last => {
    const known = people.get(id);
    if (known !== undefined) return known;
    const found = {
      ...(db.get<Person>(personSql, [id]) ?? nobody),
      ...(db.get<Last>(lastSql, [id]) ?? never),
    };
    people.set(id, found);
    return found;
  };
  return ({ contactId, companyId, dealId }) => {
    const person = contactId === null ? { ...nobody, ...never } : personOf(contactId);
    const company = companyId === null ? nobody : (db.get<Person>(companySql, [companyId]) ?? nobody);
    return {
      contactId,
      ...person,
      company: company.company ?? person.company,
      phone: person.phone ?? company.phone,
      ...dealOf(db, dealId, contactId),
    };
  };
}

function dealOf(db: Db, dealId: number | null, contactId: number | null): Deal {
  if (dealId !== null) return db.get<Deal>(dealSql, [dealId]) ?? noDeal;
  if (contactId === null) return noDeal;
  return db.get<Deal>(openDealSql, [contactId]) ?? noDeal;
}
