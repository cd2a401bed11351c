import type { Db } from "../../store/db.ts";
import { memberSentSql } from "../../store/fields/campaign.ts";
import { localDate } from "../../values/date.ts";
import { isWon } from "../deal-window.ts";
import { dealsThen } from "../deals.ts";
import { endOf, wallOf } from "../local-time.ts";
import { dayNumber } from "../periods.ts";
import { type Customer, type LeftOut, readPurchases } from "../purchases.ts";
import type { ReportScope } from "../scope.ts";

export interface CampaignFacts {
  readonly id: number;
  readonly name: string;
  readonly purpose: string;
  readonly channel: string;
  readonly startDate: string;
  readonly costMinor: number;
  readonly currency: string;
}

export interface MemberFacts {
  readonly campaignId: number;
  readonly contactId: number;
  readonly variant: string | null;
  /** Days since 1970-01-01; null: not reached up to --as-of. */
  readonly sentDay: number | null;
  readonly hasBounced: boolean;
}

export interface ResponseFacts {
  readonly campaignId: number;
  readonly contactId: number;
  readonly isUnsubscribe: boolean;
  readonly day: number;
}

/** Something that is credited to a campaign: a purchase day, or a deal. */
export interface Gain {
  readonly contactId: number;
  readonly day: number;
  /** Net minor units of a purchase day; 0 for a deal. */
  readonly value: number;
  readonly kind: "purchase" | "deal" | "won";
}

export interface AllFacts {
  readonly campaigns: readonly CampaignFacts[];
  readonly members: readonly MemberFacts[];
  readonly responses: readonly ResponseFacts[];
  readonly gains: readonly Gain[];
  /** The day of each contact's first purchase, in any currency. */
  readonly firstBought: ReadonlyMap<number, number>;
  readonly leftOut: LeftOut;
}

/** All that the report counts with, as it stood at the end of the day of --as-of. */
export function campaignFacts(db: Db, scope: ReportScope): AllFacts {
  const wanted = contactsOf(db, scope);
  const isWanted = ({ contactId }: { contactId: number }) => wanted === undefined || wanted.has(contactId);
  const purchases = readPurchases(db, { ...scope, contactsOnly: true });
  return {
    campaigns: campaignsOf(db, scope),
    members: membersOf(db, scope).filter(isWanted),
    responses: responsesOf(db, scope).filter(isWanted),
    gains: [...purchasesOf(purchases.customers), ...dealsOf(db, scope)].filter(isWanted),
    firstBought: firstBoughtOf(db, scope),
    leftOut: purchases.leftOut(),
  };
}

function contactsOf(db: Db, { where }: ReportScope): ReadonlySet<number> | undefined {
  if (where === undefined) return undefined;
  const sql = "SELECT contact.id FROM contact WHERE " + where.sql;
  return new Set(db.all<{ id: number }>(sql, where.params).map(({ id }) => id));
}

function campaignsOf(db: Db, scope: ReportScope): CampaignFacts[] {
  const sql = `
    SELECT
      id, name, purpose, channel, start_date AS startDate, started_at AS startedAt, cost_minor AS costMinor, currency
    FROM campaign
    WHERE started_at IS NOT NULL AND started_at < ?
    ORDER BY id`;
  type Row = Omit<CampaignFacts, "startDate"> & { startDate: string | null; startedAt: string };
  return db.all<Row>(sql, [endOf(scope)]).map(({ startDate, startedAt, ...campaign }) => ({
    ...campaign,
    startDate: startDate ?? localDate(startedAt, scope.zone),
  }));
}

function membersOf(db: Db, scope: ReportScope): MemberFacts[] {
  const sql =
    "SELECT campaign_id AS campaignId, contact_id AS contactId, variant, bounced_at AS bouncedAt, " +
    memberSentSql +
    " AS sentAt FROM campaign_member ORDER BY campaign_id, contact_id";
  type Row = Pick<MemberFacts, "campaignId" | "contactId" | "variant"> & {
    sentAt: string | null;
    bouncedAt: string | null;
  };
  const [wall, end] = [wallOf(scope.zone), endOf(scope)];
  return db.all<Row>(sql).map(({ sentAt, bouncedAt, ...member }) => ({
    ...member,
    sentDay: sentAt === null || sentAt >= end ? null : wall.day(sentAt),
    hasBounced: bouncedAt !== null && bouncedAt < end,
  }));
}

function responsesOf(db: Db, { asOf }: ReportScope): ResponseFacts[] {
  const sql = `
    SELECT campaign_id AS campaignId, contact_id AS contactId, kind, responded_date AS date
    FROM campaign_response
    WHERE responded_date <= ?
    ORDER BY responded_date, id`;
  type Row = { campaignId: number; contactId: number; kind: string; date: string };
  return db.all<Row>(sql, [asOf]).map(({ kind, date, ...rest }) => ({
    ...rest,
    isUnsubscribe: kind === "unsubscribe",
    day: dayNumber(date),
  }));
}

/** Purchase days, as in the reports about purchases. */
function purchasesOf(customers: Iterable<Customer>): Gain[] {
  const found: Gain[] = [];
  for (const { id, days, values } of customers) {
    for (const [i, day] of days.entries())
      found.push({ contactId: id, day, value: values[i]!, kind: "purchase" });
  }
  return found;
}

/** The first purchase day of each contact, whatever the currency. */
function firstBoughtOf(db: Db, { asOf }: ReportScope): ReadonlyMap<number, number> {
  const sql = `
    SELECT contact_id, min(order_date)
    FROM sales_order
    WHERE contact_id IS NOT NULL AND order_date <= ? AND amount_minor >= 0
      AND NOT (refunded_minor > 0 AND refunded_minor = amount_minor)
    GROUP BY contact_id`;
  const first = new Map<number, number>();
  for (const [id, date] of db.values(sql, [asOf])) first.set(Number(id), dayNumber(String(date)));
  return first;
}

/** Deals on the day of their creation. */
function dealsOf(db: Db, { asOf, zone }: ReportScope): Gain[] {
  const { deals } = dealsThen(db, { asOf, zone });
  return deals.flatMap((deal) =>
    deal.contactId === null
      ? []
      : [{ contactId: deal.contactId, day: deal.createdDay, value: 0, kind: isWon(deal) ? "won" : "deal" }],
  );
}

/** One person in one campaign. */
export const keyOf = ({ campaignId, contactId }: { campaignId: number; contactId: number }) =>
  campaignId + ":" + contactId;

/** Who answered which campaign, by `keyOf`. */
export function answeredOf({ responses }: AllFacts): ReadonlySet<string> {
  return new Set(responses.filter(({ isUnsubscribe }) => !isUnsubscribe).map(keyOf));
}
