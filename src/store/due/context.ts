import { contactNameSql } from "../contact/name.ts";
import type { Db } from "../db.ts";
import { dealParties } from "../followup.ts";
import { splitList } from "../list.ts";
import { spentInSql } from "../spent.ts";
import { stageSinceSql } from "../stage-since.ts";

/** Who it is about, how to reach them, what was said last, and the deal that is open with them. */
export interface DueContext {
  readonly contactId: number | null;
  readonly companyId: number | null;
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
  /** When the deal came into its stage, and how many days it may stay there. */
  readonly stageSinceAt: string | null;
  readonly rotDays: number | null;
  /** Purchases so far, and what they came to net, in the database's currency; null where there are none of it. */
  readonly orders: number | null;
  readonly spentMinor: number | null;
  /** The same in every currency: "8000.00 CHF". */
  readonly spentIn: readonly string[];
}

export interface Parties {
  readonly contactId: number | null;
  readonly companyId: number | null;
  readonly dealId: number | null;
}

type Person = Pick<DueContext, "contact" | "company" | "phone">;
type Last = Pick<DueContext, "lastContactAt" | "lastContactKind" | "lastContact">;
type Deal = Pick<
  DueContext,
  "dealId" | "deal" | "amountMinor" | "currency" | "stage" | "stageSinceAt" | "rotDays"
>;
type Worth = Pick<DueContext, "orders" | "spentMinor" | "spentIn">;

const nobody: Person = { contact: null, company: null, phone: null };
const never: Last = { lastContactAt: null, lastContactKind: null, lastContact: null };
export const noDeal: Deal = {
  ...{ dealId: null, deal: null, amountMinor: null, currency: null, stage: null },
  ...{ stageSinceAt: null, rotDays: null },
};
const noWorth: Worth = { orders: null, spentMinor: null, spentIn: [] };

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

const dealColumns =
  `SELECT deal.id AS dealId, deal.title AS deal, deal.amount_minor AS amountMinor, deal.currency, stage.name AS stage, ` +
  stageSinceSql +
  ` AS stageSinceAt,
    stage.rot_days AS rotDays
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

const worthSql = {
  contact: worthOf("contact_id = ?"),
  company: worthOf("company_id = ? AND contact_id IS NULL"),
} as const;

function worthOf(customer: string): string {
  return (
    `SELECT
    nullif(count(*), 0) AS orders,
    sum(amount_minor - refunded_minor)
      FILTER (WHERE currency = (SELECT value FROM setting WHERE key = 'currency')) AS spentMinor,
    ` +
    spentInSql(customer) +
    ` AS spentIn
  FROM sales_order
  WHERE ` +
    customer
  );
}

function worthBy(db: Db, sql: string, id: number): Worth {
  const { spentIn, ...worth } = db.get<Omit<Worth, "spentIn"> & { spentIn: unknown }>(sql, [id, id])!;
  return { ...worth, spentIn: splitList(spentIn) };
}

export type ContextReader = (parties: Parties) => DueContext;

/** Reads contexts; what was read of a contact is kept for the next item about the same one. */
export function contextReader(db: Db): ContextReader {
  const people = new Map<number, Person & Last & Worth>();
  const personOf = (id: number): Person & Last & Worth => {
    const known = people.get(id);
    if (known !== undefined) return known;
    const found = {
      ...(db.get<Person>(personSql, [id]) ?? nobody),
      ...(db.get<Last>(lastSql, [id]) ?? never),
      ...worthBy(db, worthSql.contact, id),
    };
    people.set(id, found);
    return found;
  };
  return (parties) => {
    const { dealId } = parties;
    const { contactId, companyId } = partiesOf(db, parties);
    const isCompanyAlone = contactId === null && companyId !== null;
    const person = contactId === null ? { ...nobody, ...never, ...noWorth } : personOf(contactId);
    const company = companyId === null ? nobody : (db.get<Person>(companySql, [companyId]) ?? nobody);
    return {
      contactId,
      companyId,
      ...person,
      ...(isCompanyAlone ? worthBy(db, worthSql.company, companyId) : {}),
      company: company.company ?? person.company,
      phone: person.phone ?? company.phone,
      ...dealOf(db, dealId, contactId),
    };
  };
}

/** A deal alone stands for who it is with. */
function partiesOf(db: Db, parties: Parties): Pick<Parties, "contactId" | "companyId"> {
  const { contactId, companyId, dealId } = parties;
  return contactId === null && companyId === null && dealId !== null ? dealParties(db, dealId) : parties;
}

function dealOf(db: Db, dealId: number | null, contactId: number | null): Deal {
  if (dealId !== null) return db.get<Deal>(dealSql, [dealId]) ?? noDeal;
  if (contactId === null) return noDeal;
  return db.get<Deal>(openDealSql, [contactId]) ?? noDeal;
}
