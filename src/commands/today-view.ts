import { formatMoney, type Look } from "../output/format.ts";
import { plainStyle, type Style } from "../output/style.ts";
import type { PipelineSums } from "../store/due/dates.ts";
import { countedUpTo } from "../store/due/standing.ts";
import { type DueSection, dueSections } from "../store/due/words.ts";
import type { Due, DueItem } from "../store/due.ts";
import { currencyDigits } from "../values/currency.ts";
import { longDate } from "../values/day-name.ts";
import { type Frame, gridOf, itemLines, lineWidth, packed } from "./due/lines.ts";

interface ViewFrame extends Frame {
  readonly pipeline: PipelineSums;
}

const sectionTitles: Readonly<Record<DueSection, string>> = {
  overdue: "OVERDUE",
  today: "TODAY",
  touch: "STAY IN TOUCH",
  rotting: "DEALS THAT STAND STILL",
  closing: "PAST THEIR CLOSE DATE",
  tickets: "TICKETS THAT WAIT",
  invoices: "INVOICES THAT ARE LATE",
  quotes: "QUOTES ABOUT TO END",
  quiet: "GOING QUIET",
  coming: "COMING",
};

/** The day at a glance, for a person: a line a thing, and below it what one needs to know to do it. */
export function dueView(due: Due, frame: ViewFrame): string {
  const { look } = frame;
  const style = look.style ?? plainStyle;
  const grid = gridOf(due.items, frame);
  const said = new Set<string>();
  const blocks = blocksOf(due, frame).map(({ title, items, more, list }) => {
    const lines = items.flatMap((item) => itemLines(item, said, { ...frame, grid }));
    const least = more >= countedUpTo - items.length ? "at least " : "";
    const rest = more > 0 ? ["   ... " + least + more + " more: " + list] : [];
    return [style.bold(title), ...lines, ...rest].join("\n") + "\n";
  });
  const hint = look.tty && look.hints !== false ? hintLine(due.items, style) : "";
  return [headLine(due, frame) + "\n", ...blocks, ...(hint === "" ? [] : [hint + "\n"])].join("\n");
}

function headLine({ counts }: Due, { today, pipeline, look }: ViewFrame): string {
  const style = look.style ?? plainStyle;
  const [amount, code] = wholeUnits(pipeline.amountMinor, look);
  const [weighted] = wholeUnits(pipeline.weightedMinor, look);
  const others = pipeline.others === 0 ? "" : " + " + pipeline.others + " in other currencies";
  const parts = [
    style.bold(longDate(today)),
    counts.overdue > 0 ? style.red(counts.overdue + " overdue") : "0 overdue",
    counts.today + " today",
    "pipeline " + amount + " " + code + " (weighted " + weighted + ")" + others,
  ];
  return packed(parts, lineWidth(look), (text) => text).join("\n");
}

/** An amount rounded to whole units, as grouped digits, and its currency: a headline needs no cents. */
function wholeUnits(minor: number, { currency, locale }: Look): readonly [string, string] {
  const digits = currencyDigits(currency);
  const scale = 10 ** digits;
  const text = formatMoney(Math.round(minor / scale) * scale, currency, locale);
  const number = text.slice(0, text.lastIndexOf(" "));
  return [digits === 0 ? number : number.slice(0, -digits - 1), currency];
}

interface Block {
  readonly title: string;
  readonly items: readonly DueItem[];
  /** How many of the section are not shown. */
  readonly more: number;
  /** The command that shows them. */
  readonly list: string;
}

function blocksOf({ items, counts }: Due, { by, today }: Frame): Block[] {
  return dueSections.flatMap((section) => {
    const isPlanned = section === "overdue" || section === "today" || section === "coming";
    const own = items.filter((item) => item.section === section);
    const more = counts[section] - own.length;
    const list = isPlanned ? "crm followup list" : "crm today --only " + section;
    if (own.length === 0) return [];
    if (by === "sections" || section !== "coming")
      return [{ title: sectionTitles[section], items: own, more, list }];
    const days = [...new Set(own.map((item) => item.dueDate))];
    return days.map((day, index) => ({
      title: longDate(day)
        .toUpperCase()
        .replace(" " + today.slice(0, 4), ""),
      items: own.filter((item) => item.dueDate === day),
      more: index === days.length - 1 ? more : 0,
      list,
    }));
  });
}

/** What to do next, with a number that is on the screen. */
function hintLine(items: readonly DueItem[], style: Style): string {
  const first = items.find((item) => item.id !== null);
  if (first === undefined) return style.dim('crm followup add "fri: send the quote" --for <contact>');
  const person = items.find((item) => item.contactId !== null);
  const parts = [
    "crm followup done " + first.id,
    "crm followup snooze " + first.id + " mon",
    ...(person === undefined ? [] : ["crm brief " + person.contactId]),
  ];
  return style.dim(parts.join(" · "));
}
