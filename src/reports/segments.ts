import type { Field } from "../field.ts";
import type { Db } from "../store/db.ts";
import type { Where } from "../store/list.ts";
import { localDate } from "../values/date.ts";
import { eachActivity } from "./activity-rows.ts";
import { endOf, secondsOf } from "./local-time.ts";
import { wholeNumber } from "./packed.ts";
import { type Revenue, revenueOf } from "./revenue.ts";
import { type Head, type ReportScope, ratio } from "./scope.ts";
import { makeGroups } from "./segment-groups.ts";
import { windowText } from "./window.ts";

export interface SegmentScope extends ReportScope {
  /** Fields of the contact to group by: one, or two for a cross table. */
  readonly by: readonly Field[];
  /** The same of the company, for orders that name no contact; undefined where companies have no such field. */
  readonly companyBy?: readonly Field[] | undefined;
}

/** A row also has the value of each field of `by` under its key, "(none)" for no value. */
export type SegmentRow = SegmentFigures & Readonly<Record<string, unknown>>;

type SegmentFigures = {
  /** Contacts. */
  readonly count: number;
  /** Of all contacts; with a field of many values (tags) a contact counts in several rows. */
  readonly share: number | null;
  /** With a purchase day; companies that bought without a contact included. */
  readonly customers: number;
  /** Net of refunds. */
  readonly revenueMinor: number;
  /** Of all revenue; null where that is not above zero. */
  readonly revenueShare: number | null;
  /** Revenue per customer, rounded to the minor unit; null without customers. */
  readonly averageMinor: number | null;
  readonly currency: string;
  /** The local day of the last activity that is not a note. */
  readonly lastContactDate: string | null;
};

export type SegmentReport = Head & {
  readonly by: readonly string[];
  /** True with a field of many values: then rows overlap and shares can sum to more than 1. */
  readonly rowsOverlap: boolean;
  readonly rows: readonly SegmentRow[];
  /** Each contact and customer once. */
  readonly total: SegmentFigures;
};

/** One contact, or company that bought without a contact. */
interface Member {
  /** A contact that was there at the end of the day of --as-of. */
  readonly isContact: boolean;
  /** Net minor units; undefined: no purchase day. */
  readonly revenue: number | undefined;
  /** Seconds since 1970 of the last activity; -Infinity: none. */
  readonly lastContact: number;
}

interface Sums {
  contacts: number;
  customers: number;
  revenue: number;
  lastContact: number;
}

/**
 * Contacts that were there at the end of the day of --as-of, by the values that one or two fields have now; purchases
 * (from `from` to `to`, else all) and last contacts up to that day. A text that differs in letter case alone is one
 * value, shown as written most often. Revenue of an order belongs to its contact; of an order without one to the
 * company, where companies have the field. Sorted by contacts, then by value, "(none)" last among equals.
 */
export function segmentReport(db: Db, scope: SegmentScope): SegmentReport {
  const revenue = revenueOf(db, { ...scope, contactsOnly: scope.companyBy === undefined });
  const groups = makeGroups(scope.by, scope.zone, noSums);
  const total = noSums();
  for (const member of members(db, scope, revenue)) {
    for (const sums of groups.of(member.values)) addTo(sums, member);
    addTo(total, member);
  }
  const figures = (sums: Sums) => figuresOf(sums, total, scope);
  return {
    report: "segments",
    ...{ asOf: scope.asOf, zone: scope.zone, currency: scope.currency },
    definition: definition(scope),
    by: groups.keys,
    rowsOverlap: scope.by.some((field) => field.type === "list"),
    n: total.contacts,
    leftOut: revenue.leftOut,
    rows: groups
      .rows()
      .map(({ values, sums }) => ({ ...values, ...figures(sums) }))
      .sort((a, b) => b.count - a.count),
    total: figures(total),
  };
}

function definition({ by, from, to }: SegmentScope): string {
  const names = by.map((field) => field.header.toLowerCase()).join(" and ");
  const window = windowText({ from, to });
  return "contacts by " + names + "; revenue net of refunds" + window + "; customers have a purchase";
}

type Placed = Member & { readonly values: readonly unknown[] };

function* members(db: Db, scope: SegmentScope, revenue: Revenue): IterableIterator<Placed> {
  const lastContacts = lastContactsOf(db, scope);
  const end = endOf(scope);
  for (const { id, createdAt, values } of fieldValues(db, "contact", {
    fields: scope.by,
    where: scope.where,
  })) {
    const [isContact, bought] = [createdAt < end, revenue.contact.get(id)];
    // Who was noted later and is known to have bought then is a customer, as in the reports about purchases.
    if (!isContact && bought === undefined) continue;
    yield { isContact, revenue: bought, lastContact: lastContacts[id] ?? -Infinity, values };
  }
  if (revenue.company.size === 0) return;
  for (const { id, values } of fieldValues(db, "company", { fields: scope.companyBy ?? [] })) {
    const bought = revenue.company.get(id);
    if (bought !== undefined) yield { isContact: false, revenue: bought, lastContact: -Infinity, values };
  }
}

interface Chosen {
  readonly fields: readonly Field[];
  readonly where?: Where | undefined;
}

function* fieldValues(
  db: Db,
  table: "contact" | "company",
  { fields, where }: Chosen,
): IterableIterator<{
  readonly id: number;
  readonly createdAt: string;
  readonly values: readonly unknown[];
}> {
  const sql = [
    "SELECT " +
      [
        table + ".id, " + table + ".created_at",
        ...fields.map((field, i) => field.sql + " AS value" + i),
      ].join(",\n  "),
    "FROM " + table,
    where === undefined ? "" : "WHERE " + where.sql,
  ].join("\n");
  const params = [...fields.flatMap((field) => field.params ?? []), ...(where?.params ?? [])];
  for (const [id, createdAt, ...values] of db.values(sql, params))
    yield { id: Number(id), createdAt: String(createdAt), values };
}

/** Seconds since 1970 of each contact's last activity that is not a note, up to the end of the day of --as-of; by id, -Infinity: none. */
function lastContactsOf(db: Db, scope: ReportScope): Float64Array {
  const rows = {
    row: "activity.happened_at || activity_contact.contact_id",
    ...{ ofContacts: true, notes: false, start: "", end: endOf(scope) },
  };
  const most = db.get<{ id: number | null }>("SELECT max(id) AS id FROM contact")?.id ?? 0;
  const last = new Float64Array(most + 1).fill(-Infinity);
  eachActivity(db, rows, (text, start, end) => {
    const id = wholeNumber(text, start + 20, end);
    const at = secondsOf(text, start);
    if (at > last[id]!) last[id] = at;
  });
  return last;
}

function noSums(): Sums {
  return { contacts: 0, customers: 0, revenue: 0, lastContact: -Infinity };
}

function addTo(sums: Sums, { isContact, revenue, lastContact }: Member): void {
  if (isContact) sums.contacts++;
  if (revenue !== undefined) {
    sums.customers++;
    sums.revenue += revenue;
  }
  if (lastContact > sums.lastContact) sums.lastContact = lastContact;
}

function figuresOf(sums: Sums, total: Sums, { currency, zone }: ReportScope): SegmentFigures {
  return {
    count: sums.contacts,
    share: ratio(sums.contacts, total.contacts),
    customers: sums.customers,
    revenueMinor: sums.revenue,
    revenueShare: ratio(sums.revenue, total.revenue),
    averageMinor: sums.customers === 0 ? null : Math.round(sums.revenue / sums.customers),
    currency,
    lastContactDate: Number.isFinite(sums.lastContact)
      ? localDate(new Date(sums.lastContact * 1000), zone)
      : null,
  };
}
