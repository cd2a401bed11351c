import { createHash } from "node:crypto";
import { clean } from "../output/clean.ts";
import { formatMoney } from "../output/format.ts";
import { escapeHtml } from "../output/html/escape.ts";
import type { DueItem } from "../store/due.ts";
import { daysBetween, localDate, localTime } from "../values/date.ts";
import { agoText, longDate, shortDay, shortMonth } from "../values/day-name.ts";
import type { Planned } from "./plan.ts";

/** One message of one or many reminders, ready for every channel. */
export interface Message {
  /** The same whenever the same reminders are sent: a receiver tells a second delivery by it. */
  readonly key: string;
  readonly subject: string;
  readonly blocks: readonly Block[];
  readonly items: readonly DueItem[];
  /** What to type next. */
  readonly hint: string;
}

export interface Block {
  readonly heading: string;
  readonly lines: readonly ItemLines[];
  /** How many are not shown: nobody reads hundreds. */
  readonly more: number;
}

export interface ItemLines {
  readonly when: string;
  readonly what: string;
  /** What one needs to know to do it. */
  readonly context: readonly string[];
  readonly isLate: boolean;
}

/** How the reader sees times and amounts. */
export interface Reader {
  readonly now: Date;
  readonly zone: string;
  readonly locale: string;
}

/** Of a block. */
const mostLines = 50;

export function messageOf(planned: readonly Planned[], key: string, reader: Reader): Message {
  const items = planned.map(({ item }) => item);
  const today = localDate(reader.now, reader.zone);
  const sections = [...new Set(items.map(({ section }) => section))];
  const blocks = sections.map((section) => {
    const own = items.filter((item) => item.section === section);
    const lines = own
      .slice(0, mostLines)
      .map((item, index) => withoutSame(linesOf(item, today, reader), own[index - 1], today, reader));
    return { heading: headings[section], lines, more: own.length - lines.length };
  });
  return { key, subject: subjectOf(items, today, reader), blocks, items, hint: hintOf(items) };
}

/** Of the channel and the reminders in it, in whatever order they come. */
export function messageKeyOf(channel: string, planned: readonly Planned[]): string {
  const parts = planned.flatMap(({ reminders }) =>
    reminders.map(({ itemKey, due, lead, timesSent }) => [itemKey, due, lead, timesSent].join(" ")),
  );
  return createHash("sha256")
    .update([channel, ...parts.sort()].join("\n"))
    .digest("hex")
    .slice(0, 32);
}

/** Of several things about the same person what to know is said once. */
function withoutSame(
  lines: ItemLines,
  before: DueItem | undefined,
  today: string,
  reader: Reader,
): ItemLines {
  if (before === undefined || contextOf(before, today, reader).join() !== lines.context.join()) return lines;
  return { ...lines, context: [] };
}

/** Several reminders in one line would not be read: the first ones and how many more. */
function subjectOf(items: readonly DueItem[], today: string, reader: Reader): string {
  const [first] = items;
  if (items.length === 1 && first !== undefined) {
    return whatOf(first) + " (" + whenOf(first, today, reader) + ")";
  }
  const titles = items.slice(0, 2).map(whatOf).join("; ");
  return "crm: " + items.length + " reminders: " + titles + (items.length > 2 ? "; ..." : "");
}

const headings: Readonly<Record<DueItem["section"], string>> = {
  overdue: "OVERDUE",
  today: "TODAY",
  touch: "STAY IN TOUCH",
  rotting: "DEALS THAT ROT",
  closing: "PAST THEIR CLOSE DATE",
  tickets: "TICKETS THAT WAIT",
  invoices: "INVOICES THAT ARE LATE",
  quotes: "QUOTES ABOUT TO END",
  quiet: "GOING QUIET",
  coming: "COMING",
};

export function linesOf(item: DueItem, today: string, reader: Reader): ItemLines {
  const isLate = ["overdue", "closing", "invoices"].includes(item.section);
  return {
    when: whenOf(item, today, reader),
    what: whatOf(item) + (item.id === null ? "" : " (" + item.id + ")"),
    context: contextOf(item, today, reader),
    isLate,
  };
}

/** "Call Jane Roe, Acme: send the quote". */
export function whatOf({ kind, contact, company, title, deal, dealId, priority }: DueItem): string {
  const people = [contact, company].filter((name) => name !== null).map(clean);
  const isDeal = kind === "deal";
  const said = isDeal ? "deal " + dealId + " " + clean(deal ?? "") : (kind ?? "");
  const start = title.toLowerCase().startsWith(said) ? "" : said.slice(0, 1).toUpperCase() + said.slice(1);
  const head = [start, people.join(", ")].filter((part) => part !== "").join(isDeal ? ", " : " ");
  const text = [head, clean(title)].filter((part) => part !== "").join(": ");
  return text + (priority === "high" ? " (high)" : "");
}

/** "today 10:00", "tomorrow", "Thu 19 Nov"; with the year when it is another one. */
function whenOf({ dueDate, dueAt }: DueItem, today: string, { zone }: Reader): string {
  const days = daysBetween(today, dueDate);
  const near = days === 0 ? "today" : days === 1 ? "tomorrow" : days === -1 ? "yesterday" : undefined;
  const year = dueDate.slice(0, 4) === today.slice(0, 4) ? "" : " " + dueDate.slice(0, 4);
  const date = near ?? shortDay(dueDate) + " " + Number(dueDate.slice(8)) + " " + shortMonth(dueDate) + year;
  return dueAt === null ? date : date + " " + localTime(dueAt, zone);
}

function contextOf(item: DueItem, today: string, { zone, locale }: Reader): string[] {
  const { phone, dealId, deal, amountMinor, currency, stage, lastContactAt, lastContactKind, lastContact } =
    item;
  const amount =
    amountMinor === null || currency === null ? [] : [formatMoney(amountMinor, currency, locale)];
  const dealText = ["deal " + dealId + " " + clean(deal ?? ""), ...amount, clean(stage ?? "")].join(", ");
  const said = lastContact === null ? "" : ', "' + clean(lastContact) + '"';
  return [
    ...(item.type === "invoice" ? amount.map((open) => open + " open") : []),
    ...(phone === null ? [] : [clean(phone)]),
    ...(dealId === null ? [] : [dealText]),
    ...(lastContactAt === null
      ? []
      : ["last: " + lastContactKind + " " + agoText(localDate(lastContactAt, zone), today) + said]),
  ];
}

function hintOf(items: readonly DueItem[]): string {
  const first = items.find(({ id }) => id !== null);
  return first === undefined
    ? "crm today"
    : "crm followup done " + first.id + " · crm followup snooze " + first.id + " mon";
}

/** The message as plain text: what stdout prints and a mail holds. */
export function messageText({ blocks, hint }: Message, { now, zone }: Reader): string {
  const wide = Math.max(...blocks.flatMap(({ lines }) => lines.map(({ when }) => when.length)));
  const parts = blocks.map(({ heading, lines, more }) =>
    [
      heading,
      ...lines.flatMap((line) => textLines(line, wide)),
      ...(more > 0 ? ["   " + moreText(more)] : []),
    ].join("\n"),
  );
  return [longDate(localDate(now, zone)), ...parts, hint].join("\n\n") + "\n";
}

function moreText(more: number): string {
  return "and " + more + " more: crm today";
}

function textLines({ when, what, context, isLate }: ItemLines, wide: number): string[] {
  const indent = " ".repeat(3 + wide + 2);
  const more = context.length === 0 ? [] : [indent + context.join(" · ")];
  return [(isLate ? " ! " : "   ") + when.padEnd(wide) + "  " + what, ...more];
}

/** The same as HTML; every text is escaped. */
export function messageHtml({ blocks, hint }: Message, { now, zone }: Reader): string {
  const parts = blocks.map(
    ({ heading, lines, more }) =>
      "<h3>" +
      escapeHtml(heading) +
      "</h3>\n<ul>\n" +
      lines.map(htmlLine).join("") +
      "</ul>\n" +
      (more > 0 ? "<p>" + moreText(more) + "</p>\n" : ""),
  );
  const head = '<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n';
  const date = "<p>" + escapeHtml(longDate(localDate(now, zone))) + "</p>\n";
  return head + date + parts.join("") + "<p><code>" + escapeHtml(hint) + "</code></p>\n</body></html>\n";
}

function htmlLine({ when, what, context, isLate }: ItemLines): string {
  const tag = isLate ? "strong" : "span";
  const more = context.map((line) => "<br><small>" + escapeHtml(line) + "</small>").join("");
  return "<li><" + tag + ">" + escapeHtml(when) + "</" + tag + "> " + escapeHtml(what) + more + "</li>\n";
}

/** What a program gets: the reminders as data. Amounts in minor units; null means there is none. */
export function messageDocument({ key, subject, items }: Message, { now }: Reader) {
  return { type: "crm.reminder", key, at: now.toISOString().slice(0, 19) + "Z", subject, items };
}
