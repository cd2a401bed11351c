import { sparkline } from "../../output/chart.ts";
import type { Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import type { KpiReport, KpiRow } from "../../reports/kpi.ts";
import { aligned, dayInWords, heading, notes, percent, units, whole } from "./view.ts";

/** A line a number: now, before, change, course, and what it is. */
export function kpiView(report: KpiReport, look: Look): string {
  const style = look.style ?? plainStyle;
  const top = heading("Dashboard of " + report.period, report, { counted: "customers", look });
  const window = days(report.from, report.to) + " against " + days(report.previousFrom, report.previousTo);
  const head = ["", "now", "before", "change", "n", "12 " + report.by + "s"];
  const rows = report.rows.map((row) => [
    ...[spoken(row.kpi), shown(row, row.value, report, look), shown(row, row.previous, report, look)],
    ...[changeText(row, look), whole(row.n, look), sparkline(row.trend, look.ascii)],
  ]);
  const [header = "", ...lines] = aligned([head, ...rows], { width: look.width, spare: [4] });
  const more = [
    report.isPartial ? "the " + report.by + " is still running: its last spark is what it has so far" : "",
    "change in percent, of a share in points (pp); n = what a number rests on; --json says what each is",
  ];
  return (
    [top, window, style.bold(header), ...lines, "", notes(report, more, look).trimEnd()].join("\n") + "\n"
  );
}

function days(from: string, to: string): string {
  return from === to ? dayInWords(from) : dayInWords(from) + " to " + dayInWords(to);
}

/** "new customers" for newCustomers. */
export function spoken(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase());
}

export function shown({ unit }: KpiRow, value: number | null, { currency }: KpiReport, look: Look): string {
  if (value === null) return percent(null, look);
  switch (unit) {
    case "moneyMinor":
      return units(value, currency, look);
    case "ratio":
      return percent(value, look) + " %";
    case "number":
      return value.toFixed(2);
    case "days":
      return Math.round(value) + " days";
    case "count":
      return whole(value, look);
  }
}

/** "+12 %" of a number, "-3.4 pp" of a share. */
export function changeText({ unit, change }: KpiRow, look: Look): string {
  if (change === null) return "";
  const sign = change > 0 ? "+" : "";
  return sign + percent(change, look, unit === "ratio" ? 1 : 0) + (unit === "ratio" ? " pp" : " %");
}
