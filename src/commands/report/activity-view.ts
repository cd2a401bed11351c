import type { Column } from "../../field.ts";
import { heat, sparkline } from "../../output/chart.ts";
import type { Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import { type ActivityReport, weekdays } from "../../reports/activity.ts";
import { type Figure, figureTable } from "./figures.ts";
import { heading, noteLines } from "./view.ts";

const figures: readonly Figure[] = [
  { key: "activities", header: "Number", type: "integer" },
  { key: "share", header: "Share", type: "percent" },
  { key: "inbound", header: "In", type: "integer" },
  { key: "outbound", header: "Out", type: "integer" },
  { key: "answered", header: "Answered", type: "integer" },
  { key: "minutes", header: "Minutes", type: "integer" },
  { key: "spark", header: "12 weeks", type: "text" },
];

/** A line a group with its course over twelve weeks, and the week by hour as a map of shades. */
export function activityView(report: ActivityReport, keys: readonly Column[], look: Look): string {
  const title = "Activity by " + report.by.join(" and ");
  const top = heading(title, report, { counted: "activities", look });
  if (report.n === 0) return top + "\nnothing was logged\n";
  const isOverTime = keys.some(({ key }) => ["day", "week", "month", "quarter", "year"].includes(key));
  const columns = [...keys, ...figures.filter(({ key }) => key !== (isOverTime ? "spark" : ""))];
  const rows = report.rows.map((row) => ({ ...row, spark: sparkline(row.trend, look.ascii) }));
  const spark = sparkline(report.total.trend, look.ascii);
  const total = { ...report.total, spark, share: 1, [report.by[0] ?? ""]: "total" };
  const table = figureTable({ columns, rows, total, bars: rows.map(({ share }) => share) }, look);
  const more = ['answered = with an outcome other than "no answer"'];
  return [top, table, ...hourMap(report, look), "", noteLines(more, look).trimEnd()].join("\n") + "\n";
}

/** Weekdays down, hours across; darker where more was done. */
function hourMap({ hours, zone }: ActivityReport, look: Look): string[] {
  const style = look.style ?? plainStyle;
  const most = Math.max(...hours.flat());
  const ruler = "     0     3     6     9     12    15    18    21";
  const lines = hours.map((day, i) => {
    const cells = day.map((count) => heat(most === 0 ? null : count / most, look.ascii).repeat(2));
    return weekdays[i] + "  " + cells.join("");
  });
  return [style.bold("By weekday and hour in " + zone), ruler, ...lines.map((line) => line.trimEnd())];
}
