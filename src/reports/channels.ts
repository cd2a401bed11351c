import { contactNameSql } from "../store/contact/name.ts";
import type { Db } from "../store/db.ts";
import { onceEach } from "./activity-rows.ts";
import { daysAsText } from "./buyers.ts";
import { refusedChannels } from "./channels/refused.ts";
import {
  attempts,
  channels,
  inbound,
  lastResponse,
  placeOf,
  responses,
  type Tried,
  triedChannels,
  weightedAttempts,
  weightedResponses,
} from "./channels/tried.ts";
import { wallOf } from "./local-time.ts";
import { type Head, type ReportScope, ratio } from "./scope.ts";
import { sumOf } from "./window.ts";

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

interface Person {
  readonly id: number;
  readonly name: string;
  /** What the contact asked for. */
  readonly declared: string | null;
}

/**
 * On which channel each contact is best reached, never one that it refused: the one it asked for, else of those tried
 * three times or more with a response the one with the best score, on a tie the one of the more recent response. Score =
 * (responses + 5 * overall rate) / (attempts + 5), each counted half for every 180 days of age. A contact's own call or
 * mail is an attempt that was answered. Notes are no contacts. Activities from `from` to `to`, up to the day of --as-of.
 */
export function channelReport(db: Db, scope: ReportScope): ChannelReport {
  const people = peopleOf(db, scope);
  const tried = triedChannels(db, scope, { ids: people.map(({ id }) => id), halfLifeDays });
  const overall = overallRate(tried, people.length);
  const refused = refusedChannels(db, scope);
  const writer = rowWriter(tried, { overall: overall ?? 0, zone: scope.zone, refused });
  const rows: ChannelRow[] = [];
  const preferred: Record<string, number> = {};
  let [contacts, withPreference] = [0, 0];
  for (const [i, person] of people.entries()) {
    const own = writer(person, i);
    if (own.length > 0) contacts++;
    for (const row of own) {
      rows.push(row);
      if (!row.preferred) continue;
      withPreference++;
      preferred[row.channel] = (preferred[row.channel] ?? 0) + 1;
    }
  }
  return {
    report: "channels",
    ...{ asOf: scope.asOf, zone: scope.zone, definition, n: contacts },
    ...{ overallRate: overall, rows, total: { contacts, withPreference, preferred } },
  };
}

const definition =
  "preferred = as asked, never one that was refused; else the best score of the channels with " +
  enoughAttempts +
  " attempts and a response; score = response rate, halved in weight every " +
  halfLifeDays +
  " days, drawn to the overall rate by " +
  priorAttempts +
  " attempts";

function peopleOf(db: Db, { where }: ReportScope): Person[] {
  const sql = [
    "SELECT contact.id, " + contactNameSql + " AS name, contact.preferred_channel AS declared",
    "FROM contact",
    where === undefined ? "" : "WHERE " + where.sql,
    "ORDER BY contact.id",
  ].join("\n");
  return db.all<Person>(sql, where?.params ?? []);
}

function overallRate(tried: Tried, contacts: number): number | null {
  let [tries, answers] = [0, 0];
  for (let at = 0; at < placeOf(contacts, 0); at += placeOf(0, 1)) {
    tries += tried[at + attempts]!;
    answers += tried[at + responses]!;
  }
  return ratio(answers, tries);
}

interface Around {
  readonly overall: number;
  readonly zone: string;
  readonly refused: ReturnType<typeof refusedChannels>;
}

/** One channel of a contact: its number, its place in what was tried, its score. */
interface Scored {
  readonly channel: number;
  readonly at: number;
  readonly score: number | null;
}

/** A row a channel, the preferred one first, then by score; none for a contact of whom nothing is known. */
function rowWriter(
  tried: Tried,
  { overall, zone, refused }: Around,
): (person: Person, i: number) => ChannelRow[] {
  const reason = onceEach((counts: number) => onceEach((of: number) => answered(counts, of)));
  const dayOf = daysAsText();
  const wall = wallOf(zone);
  const byScore = (a: Scored, b: Scored) =>
    (b.score ?? -1) - (a.score ?? -1) ||
    compare(lastOf(tried, b.at), lastOf(tried, a.at)) ||
    a.channel - b.channel;
  return ({ id, name, declared }, i) => {
    const scored = scoredOf(tried, { contact: i, declared, overall }).sort(byScore);
    const best = preferredOf(
      scored.filter(({ channel }) => !refused(id, channel)),
      tried,
      declared,
    );
    const at = best === undefined ? -1 : scored.indexOf(best);
    if (at > 0) scored.unshift(...scored.splice(at, 1));
    const began = sumOf(scored.map((each) => tried[each.at + inbound]!));
    return scored.map(
      ({ channel, at, score }): ChannelRow => ({
        id,
        contact: name,
        channel: channels[channel]!,
        attempts: tried[at + attempts]!,
        responses: tried[at + responses]!,
        score,
        rate: ratio(tried[at + responses]!, tried[at + attempts]!),
        lastResponseDate:
          tried[at + responses] === 0 ? null : dayOf(wall.timeOf(tried[at + lastResponse]!).day),
        inboundShare: ratio(tried[at + inbound]!, began),
        preferred: channel === best?.channel,
        reason: refused(id, channel)
          ? "refused"
          : channels[channel] === declared
            ? "as asked"
            : reason(tried[at + responses]!)(tried[at + attempts]!),
      }),
    );
  };
}

interface Own {
  /** Its number. */
  readonly contact: number;
  readonly declared: string | null;
  readonly overall: number;
}

/** The one that was asked for, else the first that says anything; undefined: neither is there. */
function preferredOf(scored: readonly Scored[], tried: Tried, declared: string | null): Scored | undefined {
  const asked = scored.find(({ channel }) => channels[channel] === declared);
  const says = ({ at }: Scored) => tried[at + attempts]! >= enoughAttempts && tried[at + responses]! > 0;
  return asked ?? scored.find(says);
}

/** The channels that were tried, and the one that was asked for. */
function scoredOf(tried: Tried, { contact, declared, overall }: Own): Scored[] {
  const scored: Scored[] = [];
  for (const [channel, name] of channels.entries()) {
    const at = placeOf(contact, channel);
    if (tried[at + attempts]! > 0) scored.push({ channel, at, score: scoreOf(tried, at, overall) });
    else if (name === declared) scored.push({ channel, at, score: null });
  }
  return scored;
}

function scoreOf(tried: Tried, at: number, overall: number): number {
  return (
    (tried[at + weightedResponses]! + priorAttempts * overall) /
    (tried[at + weightedAttempts]! + priorAttempts)
  );
}

/** Seconds since 1970 of the last response; -Infinity: none. */
function lastOf(tried: Tried, at: number): number {
  return tried[at + responses] === 0 ? -Infinity : tried[at + lastResponse]!;
}

function answered(count: number, of: number): string {
  const text = count + " of " + of + " answered";
  return of < enoughAttempts ? text + ", too few to tell" : text;
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
