import type { WallTime } from "../values/business-hours.ts";
import { addDays, toInstant } from "../values/date.ts";
import { offsetAt } from "../values/zone.ts";
import { wholeNumber } from "./packed.ts";
import { dayNumber, oncePerDay } from "./periods.ts";
import type { ReportScope } from "./scope.ts";

const daySeconds = 86_400;

/**
 * Reads instants (YYYY-MM-DDTHH:MM:SSZ, at `at` in the text) on the wall of a zone. Plain arithmetic and one look at the
 * zone a day, because reports read millions.
 */
export interface Wall {
  /** Days since 1970-01-01. */
  readonly day: (text: string, at?: number) => number;
  /** Minutes since midnight; on a day that changes the clock as the clock shows them. */
  readonly minute: (text: string, at?: number) => number;
  /** Both, of seconds since 1970-01-01T00:00:00Z. */
  readonly timeOf: (seconds: number) => WallTime;
}

export function wallOf(zone: string): Wall {
  const changes = 0x7fffffff;
  // The seconds that the wall is ahead on a day in UTC, or that these change within the day.
  const aheadOn = oncePerDay((day) => {
    const ahead = offsetAt(day * daySeconds * 1000, zone) / 1000;
    return ahead === offsetAt((day + 1) * daySeconds * 1000, zone) / 1000 ? ahead : changes;
  });
  const shown = (seconds: number) => {
    const ahead = aheadOn(Math.floor(seconds / daySeconds));
    return seconds + (ahead === changes ? offsetAt(seconds * 1000, zone) / 1000 : ahead);
  };
  const dayOf = (wall: number) => Math.floor(wall / daySeconds);
  const minuteOf = (wall: number) => Math.floor((wall - dayOf(wall) * daySeconds) / 60);
  return {
    day: (text, at = 0) => dayOf(shown(secondsOf(text, at))),
    minute: (text, at = 0) => minuteOf(shown(secondsOf(text, at))),
    timeOf: (seconds) => ({ day: dayOf(shown(seconds)), minute: minuteOf(shown(seconds)) }),
  };
}

/** Seconds since 1970-01-01T00:00:00Z of the instant that stands at `at` in the text. */
export function secondsOf(text: string, at = 0): number {
  const minutes = wholeNumber(text, at + 11, at + 13) * 60 + wholeNumber(text, at + 14, at + 16);
  return dayNumber(text, at) * daySeconds + minutes * 60 + wholeNumber(text, at + 17, at + 19);
}

/** The first instant that a report does not see: the end of the day of --as-of. */
export function endOf({ asOf, zone }: Pick<ReportScope, "asOf" | "zone">): string {
  return toInstant(addDays(asOf, 1), "00:00", zone);
}

/** The instants between which `from` and `to` lie, the second one excluded and never behind --as-of. */
export function instantsOf(scope: Pick<ReportScope, "asOf" | "zone" | "from" | "to">): {
  readonly start: string;
  readonly end: string;
} {
  const { from, to, asOf, zone } = scope;
  return {
    start: from === undefined ? "" : toInstant(from, "00:00", zone),
    end: endOf({ zone, asOf: to !== undefined && to < asOf ? to : asOf }),
  };
}
