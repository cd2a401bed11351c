import type { Column } from "../../field.ts";
import { sparkline } from "../../output/chart.ts";
import type { Look } from "../../output/format.ts";
import type { LossReport } from "../../reports/losses.ts";
import { dealNotes, type Figure, figureTable } from "./figures.ts";
import { heading } from "./view.ts";

const figures: readonly Figure[] = [
  { key: "lostN", header: "Lost", type: "integer" },
  { key: "share", header: "Share", type: "percent" },
  { key: "lostMinor", header: "Amount", type: "units" },
  { key: "amountShare", header: "Share", type: "percent" },
  { key: "medianAgeDays", header: "Age", type: "number" },
  { key: "wonBackN", header: "Back", type: "integer" },
  { key: "spark", header: "Quarters", type: "text" },
];

/** A line a reason (or other keys) with its course over two years and its share as a bar. */
export function lossView(report: LossReport, keys: readonly Column[], look: Look): string {
  const names = report.by.map((key) => (key === "amount" ? "amount band" : key));
  const top = heading("Losses by " + names.join(" and "), report, { counted: "lost deals", look });
  const isOverTime = report.by.some((key) => key === "month" || key === "quarter" || key === "year");
  const columns = [...keys, ...figures.filter(({ key }) => key !== (isOverTime ? "spark" : ""))];
  const rows = report.rows.map((row) => ({ ...row, spark: sparkline(row.trend, look.ascii) }));
  const total = {
    ...{ ...report.total, share: 1, amountShare: report.total.lostMinor > 0 ? 1 : null },
    ...{ spark: sparkline(report.total.trend, look.ascii), [report.by[0] ?? ""]: "total" },
  };
  const table =
    report.n === 0
      ? "no lost deals\n"
      : figureTable({ columns, rows, total, bars: rows.map(({ share }) => share) }, look);
  const { quarters } = report;
  const more = [
    report.n === 0 ? "" : "age = median days from creation to loss; back = the customer was won later",
    report.n === 0 || isOverTime ? "" : "quarters = from " + quarters[0] + " to " + quarters.at(-1),
  ];
  return (top + "\n" + table + "\n" + dealNotes(report.leftOut, more, look)).trimEnd() + "\n";
}
