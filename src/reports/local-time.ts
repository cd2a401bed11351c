import { addDays, toInstant } from "../values/date.ts";
import { offsetAt } from "../values/zone.ts";
import type { ReportScope } from "./scope.ts";

const dayMs = 86_400_000;

/** Reads instants on the wall of a zone. */
export interface Wall {
  /** Days since 1970-01-01. */
  readonly day: (at: string) => number;
  /** Minutes since midnight; on a day that changes the clock as the clock shows them. */
  readonly minute: (at: string) => number;
}

export function wallOf(zone: string): Wall {
  const shown = (at: string) => {
    const ms = Date.parse(at);
    return ms + offsetAt(ms, zone);
  };
  return {
    day: (at) => Math.floor(shown(at) / dayMs),
    minute: (at) => {
      const ms = shown(at);
      return Math.floor((ms - Math.floor(ms / dayMs) * dayMs) / 60_000);
    },
  };
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
