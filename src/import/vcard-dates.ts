import type { YearlyDate } from "../store/contact/date.ts";
import type { InTouch } from "../store/import/contacts.ts";
import { readDate } from "../values/date-column.ts";
import { fold } from "../values/fold.ts";
import { BadRow, quote } from "./columns.ts";
import { groupLabel, type Property } from "./vcard-properties.ts";

/** "1986-03-04", "19860304", "--03-04", and 1604 as the year of a birthday without one. */
export function birthdayOf(found: Property | undefined): string | null {
  return found === undefined ? null : dayOf(found, "birthday");
}

/** Null: there is none, or it is empty. */
function dayOf(found: Property, what: string): string | null {
  const text = found.values[0]?.trim() ?? "";
  if (text === "") return null;
  const yearless =
    /^--(\d\d)-?(\d\d)/.exec(text) ??
    (found.omitsYear || text.startsWith("1604") ? /^\d{4}-?(\d\d)-?(\d\d)/.exec(text) : null);
  if (yearless !== null) return "--" + yearless[1] + "-" + yearless[2];
  const date = readDate(text.replace(/T.*$/, ""), "ymd");
  if (typeof date === "string") return date;
  throw new BadRow("the " + what + " " + quote(text) + " is no date");
}

/** The names under which address books keep an anniversary; Apple's is any date, and a label says which. */
const anniversary = /^(x-(evolution-|kaddressbook-x-)?)?anniversary$/;

/** Anniversaries and other days that come back each year, each label once. */
export function yearlyOf(all: readonly Property[]): InTouch | null {
  const dates = new Map<string, YearlyDate>();
  for (const one of all) {
    if (one.name !== "x-abdate" && !anniversary.test(one.name)) continue;
    const label = one.name === "x-abdate" ? (groupLabel(all, one)?.trim() ?? "date") : "anniversary";
    const date = dayOf(one, label);
    if (date !== null && !dates.has(fold(label))) dates.set(fold(label), { label, date });
  }
  return dates.size === 0 ? null : { cadence: null, preferredChannel: null, dates: [...dates.values()] };
}
