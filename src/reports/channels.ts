import { contactNameSql } from "../store/contact/name.ts";
import type { Db } from "../store/db.ts";
import { addDays, localDate, toInstant } from "../values/date.ts";
import { dayNumber } from "./periods.ts";
import { type Head, type ReportScope, ratio } from "./scope.ts";

/** Attempts on a channel before its answers say anything. */
const enoughAttempts = 3;

/** A contact so many days ago counts half of one today. */
const halfLifeDays = 180;

/** How many attempts with the overall rate each channel starts with. */
const priorAttempts = 5;

export type ChannelRow = {
  readonly id: number;
  readonly contact: string;
  readonly channel: string;
  /** Calls, emails and so on, those from the contact among them. */
  readonly attempts: number;
  /** Those from the contact, and those with an outcome other than "no answer". */
  readonly responses: number;
  /** responses / attempts; null: never tried. */
  readonly rate: number | null;
  /** Decides: the rate with recent ones weighing more, drawn to the overall rate while there are few; null: never tried. */
  readonly score: number | null;
  /** The local day; null: no response. */
  readonly lastResponseDate: string | null;
  /** Of what the contact began, on all channels; null: it never did. */
  readonly inboundShare: number | null;
  readonly preferred: boolean;
  /** Why it is preferred, or is not. */
  readonly reason: string;
};

export type ChannelReport = Omit<Head, "currency" | "leftOut"> & {
  /** Responses per attempt of all contacts on all channels; null: nothing was tried. */
  readonly overallRate: number | null;
  readonly rows: readonly ChannelRow[];
  readonly total: {
    readonly contacts: number;
    readonly withPreference: number;
    /** Contacts by the channel they prefer. */
    readonly preferred: Readonly<Record<string, number>>;
  };
};

/** What was tried on one channel with one contact. */
interface Tried {
  attempts: number;
  responses: number;
  inbound: number;
  /** The same, each weighed by its age. */
  weightedAttempts: number;
  weightedResponses: number;
  lastResponseAt: string | null;
}

interface Person {
  readonly id: number;
  readonly name: string;
  /** What the contact asked for. */
  readonly declared: string | null;
}

/**
 * On which channel each contact is best reached: the one it asked for; else, of those tried three times or more with a
 * response, the one with the best score, on a tie the one of the more recent response. Score = (responses + 5 * overall
 * rate) / (attempts + 5), each counted half for every 180 days of age. A contact's own call or mail is an attempt that
 * was answered. Notes are no contacts. Activities from `from` to the day of --as-of.
 */
export function channelReport(db: Db, scope: ReportScope): ChannelReport {
  const people = peopleOf(db, scope);
  const tried = triedChannels(db, scope, people);
  const all = [...tried.values()].flatMap((channels) => [...channels.values()]);
  const overall = ratio(sum(all, "responses"), sum(all, "attempts"));
  const rows = [...people.values()].flatMap((person) =>
    rowsOf(person, tried.get(person.id) ?? new Map<string, Tried>(), {
      overall: overall ?? 0,
      zone: scope.zone,
    }),
  );
  const preferred: Record<string, number> = {};
  for (const row of rows) if (row.preferred) preferred[row.channel] = (preferred[row.channel] ?? 0) + 1;
  const contacts = new Set(rows.map(({ id }) => id)).size;
  const withPreference = rows.filter((row) => row.preferred).length;
  return {
    report: "channels",
    ...{ asOf: scope.asOf, zone: scope.zone, definition, n: contacts },
    ...{ overallRate: overall, rows, total: { contacts, withPreference, preferred } },
  };
}

const definition =
  "preferred = as asked; else the best score of the channels with " +
  enoughAttempts +
  " attempts and a response; score = response rate, halved in weight every " +
  halfLifeDays +
  " days, drawn to the overall rate by " +
  priorAttempts +
  " attempts";

function peopleOf(db: Db, { where }: ReportScope): Map<number, Person> {
  const sql = [
    "SELECT contact.id, " + contactNameSql + " AS name, contact.preferred_channel AS declared",
    "FROM contact",
    where === undefined ? "" : "WHERE " + where.sql,
    "ORDER BY contact.id",
  ].join("\n");
  return new Map(db.all<Person>(sql, where?.params ?? []).map((person) => [person.id, person]));
}

type Channels = Map<string, Tried>;

interface Activity {
  readonly contactId: number;
  readonly channel: string;
  readonly at: string;
  readonly isInbound: number;
  readonly isAnswered: number;
}

function triedChannels(
  db: Db,
  scope: ReportScope,
  people: ReadonlyMap<number, Person>,
): Map<number, Channels> {
  const sql = `
    SELECT activity_contact.contact_id AS contactId, activity.kind AS channel, activity.happened_at AS at,
      coalesce(activity.direction = 'in', 0) AS isInbound,
      activity.outcome IS NOT NULL AND lower(activity.outcome) <> 'no answer' AS isAnswered
    FROM activity_contact
    JOIN activity ON activity.id = activity_contact.activity_id
    WHERE activity.kind <> 'note'`;
  const { asOf, from, zone } = scope;
  const start = from === undefined ? "" : toInstant(from, "00:00", zone);
  const end = toInstant(addDays(asOf, 1), "00:00", zone);
  const found = new Map<number, Channels>();
  const today = dayNumber(asOf);
  for (const activity of db.prepare(sql).iterate<Activity>()) {
    // Not in SQL: the index by time would read the activities in an order that costs twice as much.
    if (activity.at < start || activity.at >= end || !people.has(activity.contactId)) continue;
    const channels = found.get(activity.contactId) ?? new Map<string, Tried>();
    found.set(activity.contactId, channels);
    const tried = channels.get(activity.channel) ?? untried();
    channels.set(activity.channel, tried);
    // The age may be a day off, by the zone: it only weighs.
    note(tried, activity, 0.5 ** (Math.max(0, today - dayNumber(activity.at)) / halfLifeDays));
  }
  return found;
}

function untried(): Tried {
  return {
    attempts: 0,
    responses: 0,
    inbound: 0,
    weightedAttempts: 0,
    weightedResponses: 0,
    lastResponseAt: null,
  };
}

function note(tried: Tried, { at, isInbound, isAnswered }: Activity, weight: number): void {
  tried.attempts++;
  tried.weightedAttempts += weight;
  tried.inbound += isInbound;
  if (isInbound === 0 && isAnswered === 0) return;
  tried.responses++;
  tried.weightedResponses += weight;
  if (at > (tried.lastResponseAt ?? "")) tried.lastResponseAt = at;
}

interface Around {
  readonly overall: number;
  readonly zone: string;
}

/** A row a channel, the preferred one first, then by score; none for a contact of whom nothing is known. */
function rowsOf({ id, name, declared }: Person, channels: Channels, { overall, zone }: Around): ChannelRow[] {
  if (declared !== null && !channels.has(declared)) channels.set(declared, untried());
  const inbound = sum([...channels.values()], "inbound");
  const scored = [...channels].map(([channel, tried]) => ({
    channel,
    tried,
    score: scoreOf(tried, overall),
  }));
  scored.sort(
    (a, b) =>
      (b.score ?? -1) - (a.score ?? -1) ||
      compare(b.tried.lastResponseAt ?? "", a.tried.lastResponseAt ?? "") ||
      compare(a.channel, b.channel),
  );
  const telling = scored.find(({ tried }) => tried.attempts >= enoughAttempts && tried.responses > 0);
  const best = declared ?? telling?.channel;
  scored.sort((a, b) => Number(b.channel === best) - Number(a.channel === best));
  return scored.map(({ channel, tried, score }) => ({
    ...{ id, contact: name, channel, attempts: tried.attempts, responses: tried.responses, score },
    rate: ratio(tried.responses, tried.attempts),
    lastResponseDate: tried.lastResponseAt === null ? null : localDate(tried.lastResponseAt, zone),
    inboundShare: ratio(tried.inbound, inbound),
    preferred: channel === best,
    reason: reasonOf(tried, channel === declared),
  }));
}

function scoreOf({ attempts, weightedAttempts, weightedResponses }: Tried, overall: number): number | null {
  if (attempts === 0) return null;
  return (weightedResponses + priorAttempts * overall) / (weightedAttempts + priorAttempts);
}

function reasonOf({ attempts, responses }: Tried, isDeclared: boolean): string {
  if (isDeclared) return "as asked";
  const answered = responses + " of " + attempts + " answered";
  return attempts < enoughAttempts ? answered + ", too few to tell" : answered;
}

function sum(tried: readonly Tried[], key: "attempts" | "responses" | "inbound"): number {
  return tried.reduce((all, each) => all + each[key], 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
