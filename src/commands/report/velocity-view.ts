import { formatMoney, type Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import type { VelocityReport } from "../../reports/velocity.ts";
import { counted, dealNotes, type Figure, figureTable } from "./figures.ts";
import { aligned, dayInWords, heading, percent } from "./view.ts";

const columns: readonly Figure[] = [
  { key: "stage", header: "Stage", type: "text" },
  { key: "deals", header: "Deals", type: "integer" },
  { key: "medianDays", header: "Median days", type: "number" },
  { key: "meanDays", header: "Mean", type: "number" },
  { key: "longestDays", header: "Longest", type: "integer" },
  { key: "share", header: "Of all days", type: "percent" },
];

/** The formula with its four parts, and where the days go. */
export function velocityView(report: VelocityReport, look: Look): string {
  const style = look.style ?? plainStyle;
  const top = heading("Sales velocity", report, { counted: "deals", look });
  const window = "closed from " + dayInWords(report.from) + " to " + dayInWords(report.to);
  const { rows } = report;
  const days = rows.some((row) => row.deals > 0)
    ? figureTable({ columns, rows, bars: rows.map(({ share }) => share) }, look)
    : "";
  const more = [
    "a decision = won or lost; open deals count for as long as they were seen (Kaplan-Meier)",
    "days in a stage: of closed deals, all their visits together",
  ];
  return (
    [top, window, ...parts(report, look), "", style.bold("Days by stage"), days || "no closed deals\n"].join(
      "\n",
    ) +
    "\n" +
    dealNotes(report.leftOut, more, look)
  );
}

function parts({ total, currency }: VelocityReport, look: Look): string[] {
  const money = (minor: number | null) =>
    minor === null ? none(look) : formatMoney(minor, currency, look.locale);
  const cycle = total.meanCycleDays;
  const closed = counted(total.won, "deal") + " won, " + total.lost + " lost";
  return aligned(
    [
      ["open deals", String(total.opportunities)],
      [
        "win rate (" + closed + ")",
        total.winRate === null ? none(look) : percent(total.winRate, look) + " %",
      ],
      ["average won", money(total.averageMinor)],
      ["cycle, mean", days(cycle, look)],
      ["cycle, median", days(total.medianCycleDays, look)],
      ["to a decision, median", days(total.medianDecisionDays, look)],
      ["velocity a day", money(total.perDayMinor)],
      ["velocity a month of 30.44 days", money(total.perMonthMinor)],
      ["won a day in the window", money(total.wonPerDayMinor)],
    ],
    { width: look.width, spare: [] },
  );
}

function days(count: number | null, look: Look): string {
  if (count === null) return none(look);
  return (Number.isInteger(count) ? String(count) : count.toFixed(1)) + (count === 1 ? " day" : " days");
}

function none(look: Look): string {
  return percent(null, look);
}
