import { clean } from "../output/clean.ts";
import { formatMoney, type Look } from "../output/format.ts";
import { plainStyle } from "../output/style.ts";
import { textWidth, truncate } from "../output/width.ts";
import type { Agreement } from "../store/agreement.ts";
import type { Brief, BriefDate, BriefDeal } from "../store/brief.ts";
import { daysBetween, localDate, localTime } from "../values/date.ts";
import { shortDay, shortMonth } from "../values/day-name.ts";
import { agreedLines } from "./agreement/text.ts";
import { besidesLines, waitingLines } from "./besides.ts";
import { type CardLine, cardLines } from "./card-lines.ts";
import { spentText } from "./spent-text.ts";

interface Frame {
  readonly today: string;
  readonly look: Look;
}

/** Open deals and follow-ups that are shown: more would not fit one screen. */
const shownOfEach = 4;

/** One screen for a person who is about to meet somebody. */
export function briefView(
  brief: Brief & { readonly agreements: readonly Agreement[] },
  frame: Frame,
): string {
  const { look } = frame;
  const about: CardLine[] = [
    ...waitingLines(brief, frame),
    ["Worth", worthText(brief, frame)],
    ...labelled("Deals", brief.openDealsOf, (deal) => dealText(deal, frame)),
    ...labelled("Promised", brief.followups, (followup) => promiseText(followup, frame)),
    ...agreedLines(brief.agreements, look),
    ...touchLines(brief, frame),
    ...besidesLines({ ...brief, attachments: [] }),
    ...labelled("Dates", brief.nearDates, (date) => dateText(date, frame)),
    ...(brief.note ? [["Note", clean(String(brief.note))] as const] : []),
  ];
  const parts = [headLines(brief, look), cardLines(about, look), talkLines(brief, frame)];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n") + "\n")
    .join("\n");
}

function headLines(brief: Brief, look: Look): string[] {
  const style = look.style ?? plainStyle;
  const name = clean(brief.name ?? brief.emails[0]?.email ?? brief.phones[0]?.phone ?? "Contact " + brief.id);
  const tags = brief.tags as readonly string[];
  const head = [
    style.bold(name) + "  " + style.dim("#" + brief.id),
    String(brief.lifecycle),
    ...tags.map(clean),
  ];
  const job = brief.companies.find(({ hasLeft }) => hasLeft === 0);
  const since = job?.startDate == null ? "" : " (since " + job.startDate.slice(0, 4) + ")";
  const place =
    job === undefined ? "" : (job.role === null ? "" : clean(job.role) + ", ") + clean(job.name) + since;
  const prefers =
    brief.preferred === null
      ? ""
      : "prefers " + brief.preferred.channel + " (" + brief.preferred.reason + ")";
  const reach = [brief.phones[0]?.phone, brief.emails[0]?.email, prefers].filter((text) => text);
  return [head.join(" · "), place, reach.map((text) => clean(String(text))).join(" · ")].filter(
    (line) => line !== "",
  );
}

function worthText(brief: Brief, { today, look }: Frame): string {
  const [first, last] = [brief.firstOrderDate, brief.lastOrderDate].map((date) =>
    dayText(String(date), today),
  );
  const orders = Number(brief.orders);
  if (orders === 0) return "no purchase yet";
  const many = orders + (orders === 1 ? " order" : " orders");
  const spent = spentText(brief.spentIn, look) + " in " + many;
  const dates = orders === 1 ? " on " + first : " since " + first + ", last " + last;
  const rhythm =
    brief.usualGapDays === null
      ? ""
      : "; buys every " + brief.usualGapDays + " days, last " + brief.daysSincePurchase + " days ago";
  return spent + dates + rhythm;
}

/** One line each, the label before the first; what is left out is counted. */
function labelled<T>(label: string, items: readonly T[], text: (item: T) => string): CardLine[] {
  const shown = items.slice(0, shownOfEach).map(text);
  const more = items.length > shownOfEach ? ["... " + (items.length - shownOfEach) + " more"] : [];
  return [...shown, ...more].map((line, index) => [index === 0 ? label : "", line]);
}

function dealText(deal: BriefDeal, { today, look }: Frame): string {
  const { amountMinor, currency, probability, stageDays, rotDays, closeDate } = deal;
  const limit = rotDays !== null && stageDays > rotDays ? " (limit " + rotDays + ")" : "";
  return [
    "deal " + deal.id + " " + clean(deal.title),
    ...(amountMinor === null ? [] : [formatMoney(amountMinor, currency, look.locale)]),
    clean(deal.stage) + (probability === null ? "" : " (" + probability + " %)"),
    daysText(stageDays) + " in stage" + limit,
    ...(closeDate === null
      ? []
      : [(closeDate < today ? "should have closed " : "close ") + dayText(closeDate, today)]),
  ].join(", ");
}

function promiseText(followup: Brief["followups"][number], { today, look }: Frame): string {
  const { dueDate, dueAt } = followup;
  const date = dueAt === null ? dueDate : localDate(dueAt, look.zone);
  const time = dueAt === null ? "" : " " + localTime(dueAt, look.zone);
  const late = date < today ? ", overdue" : "";
  const kind = followup.kind === null ? "" : followup.kind + ", ";
  return "#" + followup.id + " " + kind + dayText(date, today) + time + late + ": " + clean(followup.title);
}

function touchLines({ silentDays, touchDate, cadence }: Brief, { today }: Frame): CardLine[] {
  const last =
    silentDays === null
      ? "never talked"
      : silentDays === 0
        ? "talked today"
        : "last talk " + daysText(silentDays) + " ago";
  const every = cadence ? "every " + cadence + ", " : "";
  const due =
    touchDate === null
      ? ""
      : "; " + every + (touchDate <= today ? "due since " : "due ") + dayText(touchDate, today);
  return [["In touch", last + due]];
}

function dateText({ label, date, inDays, years }: BriefDate, { today }: Frame): string {
  const when =
    inDays === 0 ? "today" : inDays === 1 ? "tomorrow" : dayText(date, today) + ", in " + daysText(inDays);
  const age =
    years === null
      ? ""
      : label === "birthday"
        ? ", turns " + years
        : ", " + years + (years === 1 ? " year" : " years");
  return clean(label) + " " + when + age;
}

function talkLines(brief: Brief, { today, look }: Frame): string[] {
  if (brief.activityCount === 0) return [];
  const style = look.style ?? plainStyle;
  const width = Math.max(40, Math.min(look.width ?? 80, 120));
  const lines = brief.activities.map((activity) => {
    const what = [activity.kind, activity.direction ?? ""].join(" ").trim();
    const outcome = activity.outcome === null ? "" : clean(activity.outcome) + ": ";
    const day = dayText(localDate(activity.happenedAt, look.zone), today);
    const head = "  " + day + " ".repeat(Math.max(1, 13 - textWidth(day))) + what.padEnd(11) + " ";
    return truncate(head + outcome + clean(activity.body ?? ""), width, look.ascii ? "~" : "…");
  });
  const rest = brief.activityCount - brief.activities.length;
  const more = rest > 0 ? ["  ... " + rest + " more: crm contact show " + brief.id] : [];
  return [style.bold("LAST TALKS"), ...lines, ...more];
}

function daysText(days: number): string {
  return days + (days === 1 ? " day" : " days");
}

/** "Thu 19 Nov" within six days, else "19 Nov", with the year when it is another one. */
function dayText(date: string, today: string): string {
  const near = Math.abs(daysBetween(today, date)) <= 6 ? shortDay(date) + " " : "";
  const year = date.slice(0, 4) === today.slice(0, 4) ? "" : " " + date.slice(0, 4);
  return near + Number(date.slice(8)) + " " + shortMonth(date) + year;
}
