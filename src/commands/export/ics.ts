import type { App } from "../../app.ts";
import { withContext } from "../../store/due.ts";
import { feedUid } from "../../store/reminder.ts";
import { dueNow } from "../due/query.ts";
import { readerOf } from "../remind-channels.ts";

/** Open follow-ups and the birthdays and other dates of the next days as a calendar, without alarms. */
export async function calendarText(app: App, days: number): Promise<string> {
  const { feedText } = await import("../../remind/ics.ts");
  const { items } = await dueNow(app, { days });
  const shown = items.filter(({ type }) => type === "followup" || type === "birthday" || type === "date");
  return feedText({
    items: shown.map(withContext(app.read())),
    leads: [],
    ownLeads: new Map(),
    uid: feedUid(app.read()),
    reader: readerOf(app),
  });
}
