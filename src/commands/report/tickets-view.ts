import type { Column } from "../../field.ts";
import type { Look } from "../../output/format.ts";
import type { TicketReport } from "../../reports/tickets.ts";
import { type Figure, figureTable, ofLargest } from "./figures.ts";
import { heading } from "./view.ts";

const figures: readonly Figure[] = [
  { key: "tickets", header: "Tickets", type: "integer" },
  { key: "complaints", header: "Compl.", type: "integer" },
  { key: "open", header: "Open", type: "integer" },
  { key: "answerHours", header: "Answer h", type: "number" },
  { key: "solveHours", header: "Solve h", type: "number" },
  { key: "lateShare", header: "Late", type: "percent" },
  { key: "reopened", header: "Again", type: "integer" },
];

/** A line a group, its number of tickets as a bar. */
export function ticketsView(report: TicketReport, key: Column, look: Look): string {
  const { rows, total, by } = report;
  const top = heading("Tickets by " + by, report, { counted: "tickets", look });
  if (rows.length === 0) return top + "\nno tickets\n";
  const bars = ofLargest(rows.map(({ tickets }) => tickets));
  const shown = [...rows, { ...total, [by]: "total" }].map((row) => ({
    ...row,
    answerHours: row.answerHours === null ? null : Math.round(row.answerHours * 10) / 10,
    solveHours: row.solveHours === null ? null : Math.round(row.solveHours * 10) / 10,
  }));
  const last = shown.at(-1);
  const table = { columns: [key, ...figures], rows: shown.slice(0, -1), bars, ...(last && { total: last }) };
  return top + "\n" + figureTable(table, look);
}
