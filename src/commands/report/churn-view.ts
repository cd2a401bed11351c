import type { Column } from "../../field.ts";
import type { Look } from "../../output/format.ts";
import { tableLines } from "../../output/table.ts";
import type { ChurnReport } from "../../reports/churn.ts";
import { currencyDigits } from "../../values/currency.ts";
import { hiddenNote, modelNotes, rangeText, shownCustomers } from "./model-notes.ts";
import { heading, notes } from "./view.ts";

/** Money in whole units of the currency, which the heading names. */
const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "customer", header: "Customer", type: "text" },
  { key: "purchases", header: "Bought", type: "integer" },
  { key: "daysSince", header: "Silent", type: "integer" },
  { key: "medianGapDays", header: "Gap", type: "integer" },
  { key: "gaps", header: "Gaps", type: "number" },
  { key: "pAlive", header: "P(alive)", type: "number" },
  { key: "year", header: "A year", type: "integer" },
  { key: "atRisk", header: "At risk", type: "integer" },
];

/** Whom to call: those with most at risk, and what the judgement rests on. */
export function churnView(report: ChurnReport, look: Look): string {
  const top = heading("Churn risk", report, { counted: "customers", look });
  if (report.n === 0) return top + "\nno purchases\n" + notes(report, [], look);
  const { total, method } = report;
  const shown = report.rows.slice(0, report.rows.length < total.customers ? undefined : shownCustomers);
  const unit = 10 ** currencyDigits(report.currency);
  const units = (minor: number | null) => (minor === null ? null : Math.round(minor / unit));
  const rows = [...shown, { ...total, customer: "total", gaps: "", pAlive: "" }].map((row) => ({
    ...row,
    ...{ year: units(row.yearMinor), atRisk: units(row.atRiskMinor) },
  }));
  const fit = columns.filter(({ key }) => key !== "pAlive" || method === "model");
  const unsolved = rows.filter((row) => "openComplaints" in row && Number(row.openComplaints) > 0);
  const warned = unsolved.map((row) => "! " + row.customer + " has an unsolved complaint");
  const more = [...warned.slice(0, 5), hiddenNote(total.customers, shown.length), ...moreOf(report, look)];
  return (
    (top + "\n" + [...tableLines(fit, rows, look)].join("") + "\n" + notes(report, more, look)).trimEnd() +
    "\n"
  );
}

function moreOf(report: ChurnReport, look: Look): string[] {
  if (report.method === "rule") return ["the plain rule: " + report.refused];
  const { alive, customers, interval } = report.total;
  const range = interval === null ? "" : " (95 % of the fit: " + rangeText(interval, 0, look) + ")";
  return [
    "still to buy: " + alive.toFixed(0) + " of " + customers + range,
    ...modelNotes(report, report, look),
  ];
}
