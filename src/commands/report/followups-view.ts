import type { Column } from "../../field.ts";
import type { Look } from "../../output/format.ts";
import type { FollowupReport } from "../../reports/followups.ts";
import { type Figure, figureTable } from "./figures.ts";
import { heading, noteLines, percent } from "./view.ts";

const figures: readonly Figure[] = [
  { key: "due", header: "Due", type: "integer" },
  { key: "kept", header: "Kept", type: "integer" },
  { key: "late", header: "Late", type: "integer" },
  { key: "overdue", header: "Overdue", type: "integer" },
  { key: "open", header: "Coming", type: "integer" },
  { key: "keptRate", header: "Rate", type: "percent" },
  { key: "medianLateDays", header: "Days late", type: "number" },
];

/** A line a group with the share that was kept as a bar. */
export function followupsView(report: FollowupReport, key: Column, look: Look): string {
  const { rows, total, n } = report;
  const top = heading("Follow-ups by " + report.by, report, { counted: "follow-ups", look });
  if (n === 0) return top + "\nno follow-ups\n";
  const sum = { ...total, [report.by]: "total" };
  const bars = rows.map(({ keptRate }) => keptRate);
  const table = figureTable({ columns: [key, ...figures], rows, total: sum, bars }, look);
  const range = look.ascii ? "-" : "–";
  const more = [
    total.low === null
      ? ""
      : "kept: 95 % interval " + percent(total.low, look) + range + percent(total.high, look),
    total.longestOverdueDays === null
      ? ""
      : "the longest is overdue for " + total.longestOverdueDays + " days",
    "late = done after its day; overdue = not done; coming = due today or later",
  ];
  return top + "\n" + table + "\n" + noteLines(more, look);
}
