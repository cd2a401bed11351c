import type { Column, Row } from "../../field.ts";
import type { Look } from "../../output/format.ts";
import { tableLines } from "../../output/table.ts";
import type { ClvReport } from "../../reports/clv.ts";
import { currencyDigits } from "../../values/currency.ts";
import { hiddenNote, modelNotes, rangeText, shownCustomers } from "./model-notes.ts";
import { heading, notes, percent } from "./view.ts";

const titles = {
  historical: "Customer value so far",
  formula: "Customer lifetime value by formula",
  model: "Customer lifetime value",
} as const;

const who: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "customer", header: "Customer", type: "text" },
];

/** Money in whole units of the currency, which the heading names. */
const columnsOf: Readonly<Record<ClvReport["level"], readonly Column[]>> = {
  historical: [
    ...who,
    { key: "purchases", header: "Purchases", type: "integer" },
    { key: "lastDate", header: "Last", type: "date" },
    { key: "revenueMinor", header: "Revenue", type: "integer" },
    { key: "costMinor", header: "Cost", type: "integer" },
    { key: "clvMinor", header: "Value", type: "integer" },
  ],
  formula: [
    ...who,
    { key: "purchases", header: "Purchases", type: "integer" },
    { key: "yearMinor", header: "A year", type: "integer" },
    { key: "clvMinor", header: "Value", type: "integer" },
  ],
  model: [
    ...who,
    { key: "repeats", header: "Repeats", type: "integer" },
    { key: "pAlive", header: "P(alive)", type: "number" },
    { key: "expectedPurchases", header: "Expected", type: "number" },
    { key: "meanSpendMinor", header: "Mean", type: "integer" },
    { key: "clvMinor", header: "Value", type: "integer" },
  ],
};
const actual: Column = { key: "actualPurchases", header: "Actual", type: "integer" };

/** The customers worth most, the total, and what the numbers rest on. */
export function clvView(report: ClvReport, look: Look): string {
  const top = heading(titles[report.level], report, { counted: "customers", look });
  if (report.n === 0) return top + "\nno purchases\n" + notes(report, [], look);
  const shown = report.rows.slice(
    0,
    report.rows.length < report.total.customers ? undefined : shownCustomers,
  );
  const hasActual = report.level === "model" && report.calibrationEnd !== null;
  const columns = hasActual ? [...columnsOf.model, actual] : columnsOf[report.level];
  const rows = [...shown, { ...report.total, customer: "total", pAlive: "" }].map((row) =>
    inUnits(row, report.currency),
  );
  const more = [hiddenNote(report.total.customers, shown.length), ...moreOf(report, look)];
  return (
    (
      top +
      "\n" +
      [...tableLines(columns, rows, look)].join("") +
      "\n" +
      notes(report, more, look)
    ).trimEnd() + "\n"
  );
}

function inUnits(row: Row, currency: string): Row {
  const unit = 10 ** currencyDigits(currency);
  const money = Object.entries(row).filter(([key]) => key.endsWith("Minor"));
  return {
    ...row,
    ...Object.fromEntries(
      money.map(([key, minor]) => [key, minor === null ? null : Math.round(Number(minor) / unit)]),
    ),
  };
}

function moreOf(report: ClvReport, look: Look): string[] {
  switch (report.level) {
    case "model": {
      const { interval } = report.total;
      const expected =
        interval === null ? "" : "expected purchases, 95 % of the fit: " + rangeText(interval, 0, look);
      return [expected, ...modelNotes(report, report, look)];
    }
    case "formula": {
      const { retained, retention } = report;
      const of = retained === null ? "" : " (" + retained.customers + " of " + retained.of + ")";
      return ["r = " + percent(retention, look) + " %" + of];
    }
    case "historical":
      return report.refused === null ? [] : ["no forecast: " + report.refused];
  }
}
