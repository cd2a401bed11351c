import type { Row } from "../field.ts";
import { addDays, localDate, toInstant } from "../values/date.ts";
import type { Db } from "./db.ts";
import { contextReader, type DueContext, noDeal, type Parties } from "./due/context.ts";
import { type Anniversary, anniversaries, lateDeals } from "./due/dates.ts";
import { lateInvoices } from "./due/invoices.ts";
import {
  closingItem,
  invoiceItem,
  plannedItem,
  quietItem,
  quoteItem,
  rottingItem,
  ticketItem,
  touchItem,
  yearlyItem,
} from "./due/item.ts";
import { plannedIn, windowsOf } from "./due/plans.ts";
import { endingQuotes, lastDueEnd } from "./due/quotes.ts";
import { type CadenceSegment, standings, touches } from "./due/standing.ts";
import { waitingTickets } from "./due/tickets.ts";
import { type DueSection, type DueType, dueSections } from "./due/words.ts";

/** What is due, and when. */
export interface DueHead {
  /** Names the item and, of what comes back, which time it is: with `dueAt ?? dueDate` it never means another one. */
  readonly key: string;
  readonly type: DueType;
  readonly section: DueSection;
  /** The follow-up's number; null for everything else. */
  readonly id: number | null;
  /** The day on the wall of the reader's zone. */
  readonly dueDate: string;
  /** null: all day. */
  readonly dueAt: string | null;
  /** Of the follow-up, or "birthday", or "deal" for one that rots or is past its close date. */
  readonly kind: string | null;
  readonly title: string;
  readonly priority: string | null;
  readonly owner: string | null;
  readonly note: string | null;
  /** How the follow-up repeats, in words. */
  readonly repeats: string | null;
  /** The last talk, move or purchase, for what is counted from it. */
  readonly sinceDate: string | null;
}

/** The same, with whom it concerns. */
export interface DueFound extends DueHead {
  readonly parties: Parties;
  /** What somebody owes, in place of the amount of a deal. */
  readonly owed?: { readonly amountMinor: number; readonly currency: string };
}

/** The same, with what one needs to know to do it. Amounts in minor units; null means there is none. */
export type DueItem = Row & DueHead & DueContext;

export interface DueQuery {
  readonly now: Date;
  readonly zone: string;
  /** How many days after today are coming. */
  readonly days: number;
  /** At most so many of a section; without it all. */
  readonly limit?: number | undefined;
  /** The same for what is due every day until something is done about it: all but follow-ups and yearly dates. */
  readonly standingLimit?: number | undefined;
  /** Segments with a cadence of their own. */
  readonly segments?: readonly CadenceSegment[];
}

/** `counts` is how many there are of a section in all, `items` what the limit lets through, by section and time. */
export interface Due<Item = DueItem> {
  readonly items: readonly Item[];
  readonly counts: Readonly<Record<DueSection, number>>;
}

interface Found {
  readonly items: readonly DueFound[];
  readonly count: number;
}

interface Reading {
  readonly db: Db;
  readonly query: DueQuery;
  readonly today: string;
}

/**
 * What is overdue (a time of day that has passed included), due today and coming: follow-ups, birthdays and other yearly
 * dates, people to be in touch with again; open deals that rot or whose close date lies before today; invoices past their day;
 * quotes without an answer that end in three days or have ended; customers silent for more than twice their usual gap. Days are those of the zone, whatever zone a follow-up was made in.
 */
export function dueItems(db: Db, query: DueQuery): Due<DueFound> {
  const today = localDate(query.now, query.zone);
  const reading: Reading = { db, query, today };
  const yearly = anniversaries(db, { today, days: query.days });
  const found: Readonly<Record<DueSection, Found>> = {
    overdue: planned(reading, "overdue", []),
    today: planned(
      reading,
      "today",
      yearly.filter(({ date }) => date === today),
    ),
    touch: touchItems(reading, { section: "touch", last: today }),
    rotting: standingItems(reading, "rotting"),
    closing: closingItems(reading),
    tickets: ticketItems(reading),
    invoices: invoiceItems(reading),
    quotes: quoteItems(reading, { section: "quotes", first: "0", last: lastDueEnd(today) }),
    quiet: standingItems(reading, "quiet"),
    coming: coming(
      reading,
      yearly.filter(({ date }) => date > today),
    ),
  };
  return {
    items: dueSections.flatMap((section) => found[section].items),
    counts: Object.fromEntries(
      dueSections.map((section) => [section, found[section].count]),
    ) as Due["counts"],
  };
}

/** Adds what one needs to know: read for what is shown or sent, since it is most of the work. */
export function withContext(db: Db): (found: DueFound) => DueItem {
  const context = contextReader(db);
  return ({ parties, owed, ...head }) => ({
    ...head,
    ...context(parties),
    ...(owed === undefined ? {} : { ...noDeal, ...owed }),
  });
}

/** Follow-ups and yearly dates of a section, by day. */
function planned(
  reading: Reading,
  section: "overdue" | "today" | "coming",
  yearly: readonly Anniversary[],
): Found {
  const { db, query, today } = reading;
  const { zone, limit } = query;
  const { rows, count } = plannedIn(db, windowsOf(query, today)[section], limit);
  const items = [
    ...rows.map((row) => plannedItem(row, { section, zone })).sort(byTime),
    ...yearly.slice(0, limit).map((kept) => yearlyItem(kept, section)),
  ];
  return { items: items.sort(byDay).slice(0, limit), count: count + yearly.length };
}

function coming(reading: Reading, yearly: readonly Anniversary[]): Found {
  const { days, limit } = reading.query;
  const [first, last] = [addDays(reading.today, 1), addDays(reading.today, days)];
  const plans = planned(reading, "coming", yearly);
  const people = touchItems(reading, { section: "coming", first, last });
  const quotes = quoteItems(reading, {
    section: "coming",
    first: addDays(lastDueEnd(reading.today), 1),
    last,
  });
  const items = [...plans.items, ...people.items, ...quotes.items].sort(byDay).slice(0, limit);
  return { items, count: plans.count + people.count + quotes.count };
}

function ticketItems({ db, query, today }: Reading): Found {
  const end = toInstant(addDays(today, 1), "00:00", query.zone);
  const { rows, count } = waitingTickets(db, { end, limit: query.standingLimit });
  return { items: rows.map((row) => ticketItem(row, query)), count };
}

function invoiceItems({ db, query, today }: Reading): Found {
  const { rows, count } = lateInvoices(db, { today, limit: query.standingLimit });
  return { items: rows.map((row) => invoiceItem(row, today)), count };
}

function quoteItems(
  { db, query, today }: Reading,
  { section, ...range }: { section: "quotes" | "coming"; first: string; last: string },
): Found {
  const limit = section === "quotes" ? query.standingLimit : query.limit;
  const { rows, count } = endingQuotes(db, { ...range, limit });
  return { items: rows.map((quote) => quoteItem(quote, { section, today })), count };
}

function touchItems(
  { db, query }: Reading,
  { section, ...range }: { section: "touch" | "coming"; first?: string; last: string },
): Found {
  const { zone, segments = [] } = query;
  const limit = section === "touch" ? query.standingLimit : query.limit;
  const { rows, count } = touches(db, segments, { ...range, zone, limit });
  const items = rows.map((row) => touchItem(row, section));
  return { items, count };
}

function standingItems({ db, query, today }: Reading, kind: "rotting" | "quiet"): Found {
  const { rows, count } = standings(db, { kind, last: today, limit: query.standingLimit });
  const item = kind === "rotting" ? rottingItem : quietItem;
  return { items: rows.map((row) => item(row, today)), count };
}

function closingItems({ db, query, today }: Reading): Found {
  const { rows, count } = lateDeals(db, { today, limit: query.standingLimit });
  return { items: rows.map((deal) => closingItem(deal)), count };
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const byDay = (a: DueHead, b: DueHead) => order(a.dueDate, b.dueDate);

/** By day, on each day those with a time first; otherwise as the database gave them. */
const byTime = (a: DueHead, b: DueHead) => byDay(a, b) || order(a.dueAt ?? "9", b.dueAt ?? "9");
