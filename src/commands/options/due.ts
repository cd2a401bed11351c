import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Due } from "../../store/followup.ts";
import { instant, localDate, localTime } from "../../values/date.ts";
import { shortDay } from "../../values/day-name.ts";
import { parsePeriod } from "../../values/period.ts";
import { spanText } from "../../values/span.ts";
import { naming } from "./money.ts";

/** A date or time as typed after an option; an error names the option. */
export function dueOf(app: App, option: string, text: string): Due {
  const { date, at } = naming(option, () => app.when(text));
  return { dueDate: date, dueAt: at, dueZone: at === null ? null : app.zoneName() };
}

/**
 * "fri 10:00: call back" as when and what. Of the colons, the last one with a date on its left ends the date. Without
 * any, undefined is "no colon at all"; else the error is about what stands before the first colon.
 */
export function dueAndTitle(
  app: App,
  option: string,
  text: string,
): { readonly due: Due; readonly title: string } | undefined {
  const colons = [...text.matchAll(/:/g)].map((found) => found.index);
  for (const at of colons.toReversed()) {
    const due = dueOrNothing(app, option, text.slice(0, at));
    if (due === undefined) continue;
    const title = text.slice(at + 1).trim();
    if (title === "") throw new UserError("usage", option + ': "' + text + '" says when, but not what');
    return { due, title };
  }
  const [first] = colons;
  if (first !== undefined) dueOf(app, option, text.slice(0, first));
  return undefined;
}

/** For an option that must say both; nothing else is a follow-up. */
export function requireDueAndTitle(app: App, option: string, text: string): { due: Due; title: string } {
  const found = dueAndTitle(app, option, text);
  if (found !== undefined) return found;
  throw new UserError(
    "usage",
    option + ': "' + text + '" does not say when',
    'write when: what, such as "fri: send the quote"',
  );
}

function dueOrNothing(app: App, option: string, text: string): Due | undefined {
  try {
    return dueOf(app, option, text);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** "Tue 2026-11-24", with the time in the zone of the reader when there is one. */
export function dueText(due: Pick<Due, "dueDate" | "dueAt">, zone: string): string {
  const { dueDate, dueAt } = due;
  if (dueAt === null) return shortDay(dueDate) + " " + dueDate;
  const date = localDate(dueAt, zone);
  return shortDay(date) + " " + date + " " + localTime(dueAt, zone);
}

/** A due date that has passed is taken as it is, and said. */
export function notePast(app: App, due: Due): void {
  const isPast = due.dueAt === null ? due.dueDate < app.today() : due.dueAt < instant(app.now());
  if (isPast) app.say("note: " + dueText(due, app.zone()) + " is in the past: the follow-up is overdue");
}

export function cadenceOption(command: Command): Command {
  return command.requiredOption(
    "--every <period>",
    "be in touch every so often, such as '6 weeks'; '' for no longer",
  );
}

/** How often to be in touch as it is stored, such as "6 weeks"; null: no longer, which an empty text says. */
export function cadenceOf(text: string): string | null {
  return text.trim() === "" ? null : spanText(parsePeriod("--every", text));
}
