import type { Deal, DealScope } from "./deals.ts";
import { dayNumber } from "./periods.ts";

/** The days, both included, that a report about closed or created deals looks at. */
export interface DayWindow {
  readonly first: number;
  readonly last: number;
}

/** From `from` (else without an end) to `to`, never behind --as-of. */
export function dayWindow({ from, to, asOf }: Pick<DealScope, "from" | "to" | "asOf">): DayWindow {
  const end = dayNumber(asOf);
  return {
    first: from === undefined ? -Infinity : dayNumber(from),
    last: to === undefined ? end : Math.min(end, dayNumber(to)),
  };
}

export function isWithin(day: number | null, { first, last }: DayWindow): boolean {
  return day !== null && day >= first && day <= last;
}

export function closedIn(deals: readonly Deal[], window: DayWindow): Deal[] {
  return deals.filter(({ closedDay }) => isWithin(closedDay, window));
}

export function createdIn(deals: readonly Deal[], window: DayWindow): Deal[] {
  return deals.filter(({ createdDay }) => isWithin(createdDay, window));
}

export function isWon({ stage }: Deal): boolean {
  return stage.kind === "won";
}

export function isLost({ stage }: Deal): boolean {
  return stage.kind === "lost";
}

/** Days from the creation to the closing; of an open deal undefined. */
export function cycleOf({ createdDay, closedDay }: Deal): number | undefined {
  return closedDay === null ? undefined : closedDay - createdDay;
}
