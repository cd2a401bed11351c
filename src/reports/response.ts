import type { Db } from "../store/db.ts";
import type { Where } from "../store/list.ts";
import { type BusinessHours, businessMinutes, type WallTime } from "../values/business-hours.ts";
import { isAnswer, type WorkHead } from "./activity.ts";
import { endOf, type Wall, wallOf } from "./local-time.ts";
import { dayNumber, periodAt, periodKey } from "./periods.ts";
import { ofContacts } from "./purchases.ts";
import { ascending, greatest, median, quantile } from "./quantiles.ts";
import { type ReportScope, ratio } from "./scope.ts";
import { makeTallies } from "./tallies.ts";
import { mean } from "./velocity.ts";
import { windowText } from "./window.ts";

export const responseKeys = ["kind", "owner", "week", "month", "quarter", "year"] as const;
export type ResponseKey = (typeof responseKeys)[number];

export interface ResponseScope extends Pick<ReportScope, "asOf" | "zone" | "from" | "to"> {
  /** A condition over table contact. */
  readonly where?: Where | undefined;
  readonly by: ResponseKey;
  /** undefined: every hour counts. */
  readonly hours?: BusinessHours | undefined;
}

type ResponseSums = {
  /** Questions that came in. */
  readonly asked: number;
  readonly answered: number;
  /** Without an answer at the end of the day of --as-of. */
  readonly waiting: number;
  /** Minutes to the first answer, of those answered; null without any. */
  readonly medianMinutes: number | null;
  readonly meanMinutes: number | null;
  /** Nine of ten were answered within. */
  readonly p90Minutes: number | null;
  /** Of all asked: answered within an hour, and within 24 (of business). */
  readonly withinHour: number | null;
  readonly withinDay: number | null;
  /** The longest that one of the waiting waits; null without any. */
  readonly longestWaitMinutes: number | null;
};

export type ResponseRow = ResponseSums & { readonly [key in ResponseKey]?: string };

export type ResponseReport = WorkHead & {
  readonly by: ResponseKey;
  readonly businessHours: BusinessHours | null;
  readonly rows: readonly ResponseRow[];
  readonly total: ResponseSums;
};

/** A question, and how long it took; `answered` false: it still waits after so long. */
interface Wait {
  readonly minutes: number;
  readonly answered: boolean;
}

/**
 * How long people wait for the first answer. A question is a message that came in (an email, chat or letter, or a call
 * that nobody took: outcome "no answer"); what comes in while one waits belongs to it. An answer is anything that went
 * out to the contact afterwards, or a talk with it (a call that was taken, a meeting, a visit). Questions from `from` to
 * `to`, answers up to --as-of. With business hours only these minutes count, on the wall of the zone.
 */
export function responseReport(db: Db, scope: ResponseScope): ResponseReport {
  const tallies = makeTallies((): Wait[] => []);
  const all: Wait[] = [];
  const wall = wallOf(scope.zone);
  const end = endOf(scope);
  const [first, last] = [dayNumber(scope.from ?? "0001-01-01"), dayNumber(scope.to ?? "9999-12-31")];
  for (const { asked, answer } of exchanges(db, scope, end)) {
    const day = wall.day(asked.at);
    if (day < first || day > last) continue;
    const wait = {
      minutes: minutesBetween(asked.at, answer?.at ?? end, { wall, hours: scope.hours }),
      answered: answer !== undefined,
    };
    tallies.of(keyOf(scope.by, asked, answer, day)).push(wait);
    all.push(wait);
  }
  const rows = tallies.all().map(({ name, sums }) => ({ [scope.by]: name, ...sumsOf(sums) }));
  return {
    report: "response",
    ...{ asOf: scope.asOf, zone: scope.zone, n: all.length, by: scope.by },
    definition:
      "time from a message that came in" +
      windowText(scope) +
      " to the first answer or talk; what came in while one waited counts as one" +
      (scope.hours === undefined ? "" : "; minutes of business only, in " + scope.zone),
    businessHours: scope.hours ?? null,
    ...{ rows, total: sumsOf(all) },
  };
}

interface Message {
  readonly contactId: number;
  readonly kind: string;
  readonly direction: string | null;
  readonly outcome: string | null;
  readonly owner: string | null;
  readonly at: string;
}

interface Exchange {
  readonly asked: Message;
  readonly answer: Message | undefined;
}

function* exchanges(db: Db, { where }: ResponseScope, end: string): IterableIterator<Exchange> {
  const sql = [
    "SELECT activity_contact.contact_id AS contactId, activity.kind, activity.direction, activity.outcome,",
    "  activity.owner, activity.happened_at AS at",
    "FROM activity_contact",
    "JOIN activity ON activity.id = activity_contact.activity_id",
    "WHERE activity.kind <> 'note' AND activity.happened_at < ?",
    where === undefined ? "" : "AND " + ofContacts("activity_contact.contact_id", where).sql,
    "ORDER BY activity_contact.contact_id, activity.happened_at, activity.id",
  ].join("\n");
  let asked: Message | undefined;
  for (const message of db.prepare(sql).iterate<Message>([end, ...(where?.params ?? [])])) {
    if (asked !== undefined && asked.contactId !== message.contactId) {
      yield { asked, answer: undefined };
      asked = undefined;
    }
    if (isQuestion(message)) asked ??= message;
    else if (asked !== undefined) {
      yield { asked, answer: message };
      asked = undefined;
    }
  }
  if (asked !== undefined) yield { asked, answer: undefined };
}

function isQuestion({ kind, direction, outcome }: Message): boolean {
  if (direction !== "in" || kind === "meeting" || kind === "visit") return false;
  return kind !== "call" || (outcome !== null && !isAnswer(outcome));
}

interface Clock {
  readonly wall: Wall;
  readonly hours: BusinessHours | undefined;
}

function minutesBetween(start: string, end: string, { wall, hours }: Clock): number {
  if (hours === undefined) return (Date.parse(end) - Date.parse(start)) / 60_000;
  const shown = (at: string): WallTime => ({ day: wall.day(at), minute: wall.minute(at) });
  return businessMinutes(shown(start), shown(end), hours);
}

/** By whom: who answered, or who the message was for while it waits. */
function keyOf(by: ResponseKey, asked: Message, answer: Message | undefined, day: number): string | null {
  if (by === "kind") return asked.kind;
  if (by === "owner") return (answer ?? asked).owner;
  return periodKey(by, periodAt(by, day));
}

function sumsOf(waits: readonly Wait[]): ResponseSums {
  const answered = ascending(waits.filter((wait) => wait.answered).map(({ minutes }) => minutes));
  const waiting = waits.filter((wait) => !wait.answered).map(({ minutes }) => minutes);
  const within = (minutes: number) => answered.filter((each) => each <= minutes).length;
  return {
    ...{ asked: waits.length, answered: answered.length, waiting: waiting.length },
    ...{ medianMinutes: median(answered), meanMinutes: mean(answered) },
    p90Minutes: answered.length === 0 ? null : quantile(answered, 9, 10),
    ...{ withinHour: ratio(within(60), waits.length), withinDay: ratio(within(1440), waits.length) },
    longestWaitMinutes: greatest(waiting),
  };
}
