import type { Look } from "../../output/format.ts";
import type { OwnerReport } from "../../reports/owners.ts";
import { dealNotes, type Figure, figureTable } from "./figures.ts";
import { heading } from "./view.ts";

const columns: readonly Figure[] = [
  { key: "owner", header: "Owner", type: "text" },
  { key: "openDeals", header: "Open", type: "integer" },
  { key: "openMinor", header: "Amount", type: "units" },
  { key: "weightedMinor", header: "Weighted", type: "units" },
  { key: "won", header: "Won", type: "integer" },
  { key: "wonMinor", header: "Amount", type: "units" },
  { key: "lost", header: "Lost", type: "integer" },
  { key: "activities", header: "Logged", type: "integer" },
  { key: "followupsDone", header: "Done", type: "integer" },
  { key: "followupsOpen", header: "To do", type: "integer" },
  { key: "followupsOverdue", header: "Late", type: "integer" },
  { key: "ticketsOpen", header: "Tickets", type: "integer" },
];

/** A line an owner, by name. */
export function ownersView(report: OwnerReport, look: Look): string {
  const { rows, total, currency } = report;
  const top = heading("Work by owner", report, { counted: "owners", look });
  const table = rows.length === 0 ? "nothing yet\n" : figureTable({ columns, rows, total, currency }, look);
  const more = ["logged = activities; done, to do, late = follow-ups"];
  return (top + "\n" + table + "\n" + dealNotes(report.leftOut, more, look)).trimEnd() + "\n";
}
