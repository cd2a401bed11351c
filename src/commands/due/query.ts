import { InvalidArgumentError } from "commander";
import type { App } from "../../app.ts";
import type { CadenceSegment } from "../../store/due/standing.ts";
import { type Due, type DueFound, type DueQuery, dueItems } from "../../store/due.ts";
import { cadenceSegments } from "../../store/segment.ts";
import { whereOf } from "../list.ts";

/** What is due for who runs this: with the clock and zone of the run and the cadences of all segments. */
export async function dueNow(
  app: App,
  asked: Pick<DueQuery, "days" | "limit" | "standingLimit">,
): Promise<Due<DueFound>> {
  const db = app.read();
  const segments = await segmentsOf(app);
  return dueItems(db, { ...asked, now: app.now(), zone: app.zone(), segments });
}

/** How many days to look ahead, as typed. */
export function wholeDays(value: string): number {
  if (/^\d{1,3}$/.test(value) && Number(value) <= 366) return Number(value);
  throw new InvalidArgumentError("Write a number of days from 0 to 366.");
}

/** Filters are compiled only where a segment has a cadence. */
async function segmentsOf(app: App): Promise<CadenceSegment[]> {
  const found: CadenceSegment[] = [];
  for (const { name, cadence, filter } of cadenceSegments(app.read())) {
    const where = await whereOf(app, app.read(), "contact", filter);
    if (where !== undefined) found.push({ name, cadence, where });
  }
  return found;
}
