import type { Column } from "../../field.ts";
import type { Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import { tableLines } from "../../output/table.ts";
import { type NextReport, type NextRow, nextStatuses } from "../../reports/next.ts";
import { enoughPurchases } from "../../values/rhythm.ts";
import { heading, notes } from "./view.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "customer", header: "Customer", type: "text" },
  { key: "expectedDate", header: "Expected", type: "date" },
  { key: "how", header: "", type: "text" },
  { key: "medianGapDays", header: "Every", type: "number" },
  { key: "lastDate", header: "Last", type: "date" },
  { key: "averageMinor", header: "Average", type: "money" },
];

/** A block for the late, the expected and the quiet. */
export function nextView(report: NextReport, look: Look): string {
  const style = look.style ?? plainStyle;
  const top = heading("Next purchase", report, { counted: "customers", look });
  const blocks = nextStatuses.flatMap((status) => {
    const rows = report.rows.filter((row) => row.status === status);
    if (rows.length === 0) return [];
    const shown = rows.map((row) => ({ ...row, how: lateness(row) }));
    return [
      style.bold(status.toUpperCase() + " (" + rows.length + ")") + "\n",
      ...tableLines(columns, shown, look),
      "\n",
    ];
  });
  const table =
    blocks.length === 0
      ? [(report.n === 0 ? "nobody has a rhythm yet" : "nobody in these days") + "\n\n"]
      : blocks;
  const few = report.tooFew;
  const who = few + (few === 1 ? " customer has" : " customers have");
  const more = few === 0 ? [] : [who + " fewer than " + enoughPurchases + " purchase days"];
  return (top + "\n" + table.join("") + notes(report, more, look)).trimEnd() + "\n";
}

function lateness({ lateDays }: NextRow): string {
  if (lateDays === 0) return "today";
  const days = Math.abs(lateDays) + (Math.abs(lateDays) === 1 ? " day" : " days");
  return lateDays > 0 ? days + " late" : "in " + days;
}
