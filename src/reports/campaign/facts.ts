import type { Db } from "../../store/db.ts";
import { memberSentSql } from "../../store/fields/campaign.ts";
import { isWon } from "../deal-window.ts";
import { dealsThen } from "../deals.ts";
import { endOf, wallOf } from "../local-time.ts";
import { dayNumber } from "../periods.ts";
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

/** Something that is credited to a campaign: an order, or a deal. */
export interface Gain {
  readonly contactId: number;
  readonly day: number;
  /** Net minor units of an order; 0 for a deal. */
  readonly value: number;
  readonly kind: "order" | "deal" | "won";
}

export interface AllFacts {
  readonly campaigns: readonly CampaignFacts[];
  readonly members: readonly MemberFacts[];
  readonly responses: readonly ResponseFacts[];
  readonly gains: readonly Gain[];
}

/** All that the report counts with, as it stood at the end of the day of --as-of. */
export function campaignFacts(db: Db, scope: ReportScope): AllFacts {
  const wanted = contactsOf(db, scope);
  const isWanted = ({ contactId }: { contactId: number }) => wanted === undefined || wanted.has(contactId);
  return {
    campaigns: campaignsOf(db, scope),
    members: membersOf(db, scope).filter(isWanted),
    responses: responsesOf(db, scope).filter(isWanted),
    gains: [...ordersOf(db, scope), ...dealsOf(db, scope)].filter(isWanted),
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
      id, name, purpose, channel, coalesce(start_date, substr(started_at, 1, 10)) AS startDate,
      cost_minor AS costMinor, currency
    FROM campaign
    WHERE started_at IS NOT NULL AND started_at < ?
    ORDER BY id`;
  return db.all<CampaignFacts>(sql, [endOf(scope)]);
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

/** Orders net of refunds; those refunded in full are none. */
function ordersOf(db: Db, { asOf, currency }: ReportScope): Gain[] {
  const sql = `
    SELECT contact_id AS contactId, order_date AS date, amount_minor - refunded_minor AS value
    FROM sales_order
    WHERE contact_id IS NOT NULL AND order_date <= ? AND currency = ?
      AND NOT (refunded_minor > 0 AND refunded_minor = amount_minor)
    ORDER BY order_date, id`;
  type Row = { contactId: number; date: string; value: number };
  return db.all<Row>(sql, [asOf, currency]).map(({ contactId, date, value }) => ({
    ...{ contactId, value },
    day: dayNumber(date),
    kind: "order",
  }));
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
