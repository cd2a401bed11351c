import type { App } from "./app.ts";
import { UserError } from "./errors.ts";
import { isIsoDate, isZone, parseWhen } from "./values/date.ts";

/** The moment that --now or CRM_NOW fixes; undefined when the clock goes on. */
export function fixedClock(app: App): Date | undefined {
  const text = app.options.now ?? app.world.env.CRM_NOW;
  if (text === undefined || text === "") return undefined;
  const at = isIsoDate(text)
    ? parseWhen(text + " 12:00", { now: app.world.clock(), zone: app.zone() }).at
    : text;
  const moment = new Date(at ?? "");
  if (Number.isNaN(moment.getTime()) || !/^\d{4}-\d{2}-\d{2}(T|$)/.test(text)) {
    const where = app.options.now === undefined ? "CRM_NOW" : "--now";
    throw new UserError(
      "usage",
      where + ': "' + text + '" is no moment',
      "write 2026-11-21 or 2026-11-21T09:00:00Z",
    );
  }
  return moment;
}

/** --tz, else what is configured, else the zone of the machine. */
export function chosenZone(app: App): string {
  const asked = app.options.tz;
  if (asked !== undefined) {
    if (isZone(asked)) return asked;
    throw new UserError(
      "usage",
      '--tz: "' + asked + '" is no time zone',
      "write one such as Europe/Berlin or UTC",
    );
  }
  return app.setting("timezone") || app.world.zone;
}
