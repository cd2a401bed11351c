import type { Db } from "../store/db.ts";
import type { Where } from "../store/list.ts";
import { type BusinessHours, businessMinutes } from "../values/business-hours.ts";
import type { WorkHead } from "./activity.ts";
import { endOf, secondsOf, type Wall, wallOf } from "./local-time.ts";
import { dayNumber, periodAt, periodKey } from "./periods.ts";
import { ofContacts } from "./purchases.ts";
import { ascending, greatest, median, quantile } from "./quantiles.ts";
import { type Exchange, exchanges } from "./response/messages.ts";
import { type ReportScope, ratio, unitIn } from "./scope.ts";
import { makeTallies } from "./tallies.ts";
import { mean } from "./velocity.ts";
import { windowText } from "./window.ts";

export const responseKeys = ["kind", "owner", "week", "month", "quarter", "year"] as const;
export type ResponseKey = (typeof responseKeys)[number];

export interface ResponseScope extends Pick<ReportScope, "asOf" | "zone" | "from" | "to" | "week"> {
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
 * out to the contact afterwards, a call back that nobody took among it, or a talk with it (a call that was taken, a
 * meeting, a visit). What is not said to have come in is our own, as in `channels`: who notes a message without a
 * direction has written it, and a question would wait for ever beside its answer. Questions from `from` to `to`, answers
 * up to --as-of. With business hours only these minutes count, on the wall of the zone.
 */
export function responseReport(db: Db, scope: ResponseScope): ResponseReport {
  const tallies = makeTallies((): Wait[] => []);
  const all: Wait[] = [];
  const wall = wallOf(scope.zone);
  const end = endOf(scope);
  const [first, last] = [dayNumber(scope.from ?? "0001-01-01"), dayNumber(scope.to ?? "9999-12-31")];
  const contacts = scope.where && ofContacts("activity_contact.contact_id", scope.where);
  for (const { asked, answer } of exchanges(db, end, contacts)) {
    const { day } = wall.timeOf(asked.at);
    if (day < first || day > last) continue;
    const wait = {
      minutes: minutesBetween(asked.at, answer?.at ?? secondsOf(end), { wall, hours: scope.hours }),
      answered: answer !== undefined,
    };
    tallies.of(keyOf(scope, { asked, answer }, day)).push(wait);
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

interface Clock {
  readonly wall: Wall;
  readonly hours: BusinessHours | undefined;
}

/** Of two moments in seconds. */
function minutesBetween(start: number, end: number, { wall, hours }: Clock): number {
  if (hours === undefined) return (end - start) / 60;
  return businessMinutes(wall.timeOf(start), wall.timeOf(end), hours);
}

/** By whom: who answered, or who the message was for while it waits. */
function keyOf(scope: ResponseScope, { asked, answer }: Exchange, day: number): string | null {
  const { by } = scope;
  if (by === "kind") return asked.kind;
  if (by === "owner") return (answer ?? asked).owner;
  const unit = unitIn(scope, by);
  return periodKey(unit, periodAt(unit, day));
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
