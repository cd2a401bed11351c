import { clean } from "../../output/clean.ts";
import { formatMoney, type Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import { textWidth, truncate } from "../../output/width.ts";
import type { DueItem } from "../../store/due.ts";
import { daysBetween, localDate, localTime } from "../../values/date.ts";
import { agoText, shortDay, shortMonth } from "../../values/day-name.ts";
import { spentText } from "../spent-text.ts";

export interface Frame {
  /** The local day. */
  readonly today: string;
  readonly by: "sections" | "days";
  readonly look: Look;
}

/** Widths of the columns, in terminal columns. */
export interface Grid {
  readonly id: number;
  readonly when: number;
  readonly kind: number;
  readonly who: number;
  readonly title: number;
  readonly line: number;
}

const narrowest = 10;

export function gridOf(items: readonly DueItem[], frame: Frame): Grid {
  const line = lineWidth(frame.look);
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(textWidth));
  const id = widest(items.map(numberOf));
  const when = widest(items.map((item) => whenOf(item, frame)));
  const kind = widest(items.map((item) => item.kind ?? ""));
  const rest = line - 3 - (id + 2) - (when + 2) - (kind + 2) - 2;
  const who = Math.max(narrowest, Math.min(widest(items.map(whoOf)), Math.floor(rest * 0.5)));
  return { id, when, kind, who, title: Math.max(narrowest, rest - who), line };
}

/** The lines of one item. What `said` holds is not said again of the same person; what is said goes into it. */
export function itemLines(
  item: DueItem,
  said: Set<string>,
  frame: Frame & { readonly grid: Grid },
): string[] {
  const { look, grid } = frame;
  const style = look.style ?? plainStyle;
  const isLate =
    ["overdue", "closing", "rotting", "invoices"].includes(item.section) ||
    (item.type === "ticket" && item.title.startsWith("late: "));
  const paint = isLate ? style.red : item.section === "today" ? style.amber : (text: string) => text;
  const cut = (text: string, width: number) => truncate(text, width, look.ascii ? "~" : "…");
  const pad = (text: string, width: number) => text + " ".repeat(Math.max(0, width - textWidth(text)));
  const title = clean(item.title) + (item.priority === "high" ? " (high)" : "");
  const head = [
    style.dim(numberOf(item).padStart(grid.id)),
    paint(pad(whenOf(item, frame), grid.when)),
    ...(grid.kind === 0 ? [] : [pad(item.kind ?? "", grid.kind)]),
    pad(cut(whoOf(item), grid.who), grid.who),
    cut(title, grid.title),
  ];
  const indent = " ".repeat(3 + grid.id + 2);
  const keyOf = (part: string) => whoOf(item) + ":" + part;
  const context = contextOf(item, frame).filter((part) => !said.has(keyOf(part)));
  for (const part of context) said.add(keyOf(part));
  const lines = packed(context, grid.line - indent.length, cut);
  return [
    (isLate ? paint(" ! ") : "   ") + head.join("  ").trimEnd(),
    ...lines.map((line) => indent + style.dim(line)),
  ];
}

/** Only follow-ups have a number of their own. */
function numberOf({ id }: DueItem): string {
  return id === null ? "-" : String(id);
}

function whoOf({ contact, company }: DueItem): string {
  return [contact, company]
    .filter((name) => name !== null)
    .map(clean)
    .join(", ");
}

/** Under the heading of its day only the time; within six days "Thu 19", else "19 Aug", with the year in another one; then the time. */
function whenOf({ section, dueDate, dueAt }: DueItem, { today, by, look }: Frame): string {
  const time = dueAt === null ? "" : localTime(dueAt, look.zone);
  if (dueDate === today || (by === "days" && section === "coming")) return time;
  const day = Number(dueDate.slice(8));
  const isNear = Math.abs(daysBetween(today, dueDate)) <= 6;
  const year = dueDate.slice(0, 4) === today.slice(0, 4) ? "" : " " + dueDate.slice(0, 4);
  const date = isNear ? shortDay(dueDate) + " " + day : day + " " + shortMonth(dueDate) + year;
  return time === "" ? date : date + " " + time;
}

function contextOf(item: DueItem, { today, look }: Frame): string[] {
  const { phone, deal, dealId, amountMinor, currency, stage, stageSinceAt, rotDays } = item;
  const amount =
    amountMinor === null ? [] : [formatMoney(amountMinor, currency ?? look.currency, look.locale)];
  const days = stageSinceAt === null ? 0 : daysBetween(localDate(stageSinceAt, look.zone), today);
  const age = rotDays === null || days <= rotDays ? [] : [days + " days in stage (limit " + rotDays + ")"];
  const dealText = ["deal " + dealId + " " + clean(deal ?? ""), ...amount, clean(stage ?? ""), ...age].join(
    ", ",
  );
  return [
    ...(item.type === "invoice" ? amount.map((open) => open + " open") : []),
    ...(item.note === null ? [] : ["note: " + clean(item.note)]),
    ...(item.repeats === null ? [] : [item.repeats]),
    ...(phone === null ? [] : [clean(phone)]),
    ...(dealId === null ? [] : [dealText]),
    ...worthText(item, look),
    ...lastText(item, today, look),
  ];
}

/** What somebody has bought so far; not beside a follow-up, where the deal says more. */
function worthText({ type, orders, spentIn }: DueItem, look: Look): string[] {
  if (type === "followup" || orders === null) return [];
  return [spentText(spentIn, look) + " in " + orders + (orders === 1 ? " order" : " orders")];
}

function lastText(
  { lastContactAt, lastContactKind, lastContact }: DueItem,
  today: string,
  look: Look,
): string[] {
  if (lastContactAt === null) return [];
  const ago = agoText(localDate(lastContactAt, look.zone), today);
  const said = lastContact === null ? "" : ', "' + clean(lastContact) + '"';
  return ["last: " + lastContactKind + " " + ago + said];
}

/** The parts behind one another, as many on a line as fit; a part wider than a line is cut. */
export function packed(
  parts: readonly string[],
  width: number,
  cut: (text: string, width: number) => string,
): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = last === undefined ? part : last + " · " + part;
    if (last !== undefined && textWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(cut(part, width));
  }
  return lines;
}

/** Of the terminal, within what reads well. */
export function lineWidth(look: Look): number {
  return Math.max(40, Math.min(look.width ?? 80, 120));
}
