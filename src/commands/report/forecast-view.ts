import type { Look } from "../../output/format.ts";
import type { ForecastReport, ForecastRow } from "../../reports/forecast.ts";
import { dealNotes, type Figure, figureTable, ofLargest } from "./figures.ts";
import { dayInWords, heading, units } from "./view.ts";

const columns: readonly Figure[] = [
  { key: "period", header: "Period", type: "text" },
  { key: "openN", header: "Open", type: "integer" },
  { key: "openMinor", header: "Amount", type: "units" },
  { key: "weightedMinor", header: "Weighted", type: "units" },
  { key: "wonMinor", header: "Won", type: "units" },
  { key: "forecastMinor", header: "Forecast", type: "units" },
];

/** With a target: what it is, and what is missing. */
const targetColumns: readonly Figure[] = [
  { key: "targetMinor", header: "Target", type: "units" },
  { key: "gapMinor", header: "Gap", type: "units" },
  { key: "coverage", header: "Open/gap", type: "number" },
];

/** A line a period with the forecast as a bar (of the target, where there is one), then what lies in no period. */
export function forecastView(report: ForecastReport, look: Look): string {
  const { rows, total } = report;
  const top = heading("Forecast by " + report.by, report, { counted: "deals", look });
  const hasTarget = total.targetMinor !== null;
  const shown = hasTarget ? [...columns, ...targetColumns] : columns;
  const inPeriods = rows.filter((row) => !isApart(row));
  const bars = hasTarget
    ? inPeriods.map(({ forecastMinor, targetMinor: target }) =>
        target === null || target <= 0 ? null : forecastMinor / target,
      )
    : ofLargest(inPeriods.map((row) => row.forecastMinor));
  const marked = inPeriods.map((row) => ({
    ...row,
    period: row.period + (row.status === "running" ? "*" : ""),
  }));
  const table = figureTable(
    { columns: shown, rows: marked, total: { period: "total", ...total }, bars },
    look,
  );
  const more = [
    ...rows.filter(isApart).map((row) => apart(row, report, look)),
    rows.some((row) => row.status === "running")
      ? "* up to " + dayInWords(report.asOf) + " won, then expected"
      : "",
    interval(report, look),
    hasTarget
      ? "bar, where it fits = forecast of the target; gap = target less won; open/gap = what is open for each unit of it"
      : "",
  ];
  return (top + "\n" + table + "\n" + dealNotes(report.leftOut, more, look)).trimEnd() + "\n";
}

function isApart({ status }: ForecastRow): boolean {
  return status === "overdue" || status === "undated" || status === "later";
}

const reasons = {
  overdue: "overdue (close date is past)",
  undated: "undated (no close date)",
  later: "later than shown",
};

function apart(row: ForecastRow, { currency }: ForecastReport, look: Look): string {
  const what = reasons[row.status as keyof typeof reasons];
  const amount = units(row.openMinor, currency, look);
  return (
    "not in the total: " +
    what +
    " " +
    row.openN +
    " open, " +
    amount +
    ", weighted " +
    units(row.weightedMinor, currency, look)
  );
}

function interval({ total, currency }: ForecastReport, look: Look): string {
  if (total.openN === 0) return "";
  const [low, high] = [units(total.lowMinor, currency, look), units(total.highMinor, currency, look)];
  const [commit, best] = [
    units(total.commitMinor, currency, look),
    units(total.bestCaseMinor, currency, look),
  ];
  return [
    "total: 95 % from " + low + " to " + high + " (deals independent)",
    "commit (80 % on) " + commit,
    "best case (50 % on) " + best,
  ].join("; ");
}
