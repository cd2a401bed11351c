import type { Column } from "../../field.ts";
import { formatMoney, type Look } from "../../output/format.ts";
import { tableLines } from "../../output/table.ts";
import type { StaleReport } from "../../reports/stale.ts";
import { counted, dealNotes } from "./figures.ts";
import { heading } from "./view.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "title", header: "Title", type: "text" },
  { key: "customer", header: "Customer", type: "text" },
  { key: "stage", header: "Stage", type: "text" },
  { key: "daysInStage", header: "Days", type: "integer" },
  { key: "limitDays", header: "Limit", type: "integer" },
  { key: "amountMinor", header: "Amount", type: "money" },
  { key: "lastActivityDate", header: "Last talk", type: "date" },
  { key: "nextFollowupDate", header: "Next", type: "date" },
];

/** A line a deal, the longest over its limit first. */
export function staleView(report: StaleReport, look: Look): string {
  const { rows, total, leftOut } = report;
  const top = heading("Stale deals", report, { counted: "open deals", look });
  const shown = columns.filter(
    ({ key }) => key !== "nextFollowupDate" || rows.some((row) => row.nextFollowupDate !== null),
  );
  const table = rows.length === 0 ? "none\n" : [...tableLines(shown, rows, look)].join("");
  const sums = Object.entries(total.amounts).map(([code, minor]) => formatMoney(minor, code, look.locale));
  const more = [
    rows.length === 0 ? "" : counted(rows.length, "deal") + ", " + sums.join(", ") + " at stake",
    total.planned === 0
      ? ""
      : "left out: " + counted(total.planned, "stale deal") + " with a follow-up planned (--planned)",
  ];
  return (top + "\n" + table + "\n" + dealNotes(leftOut, more, look)).trimEnd() + "\n";
}
