import { middleBar } from "../../output/chart.ts";
import type { Look } from "../../output/format.ts";
import type { FunnelReport } from "../../reports/funnel.ts";
import { dealNotes, type Figure, figureTable } from "./figures.ts";
import { heading } from "./view.ts";

const columns: readonly Figure[] = [
  { key: "stage", header: "Stage", type: "text" },
  { key: "entered", header: "Entered", type: "integer" },
  { key: "conversion", header: "Next", type: "percent" },
  { key: "ofFirst", header: "Of first", type: "percent" },
  { key: "lostHere", header: "Lost", type: "integer" },
  { key: "stillHere", header: "Here", type: "integer" },
  { key: "movedBack", header: "Back", type: "integer" },
  { key: "medianDays", header: "Days", type: "number" },
];

/** The stages as a funnel: each bar is what came as far, of all deals. */
export function funnelView(report: FunnelReport, look: Look): string {
  const top = heading("Funnel of " + report.pipeline, report, { counted: "deals", look });
  const rows = report.rows.map((row) => (row.stage === "won" ? { ...row, stillHere: null } : row));
  const bars = rows.map(({ ofFirst }) => ofFirst);
  const table = report.n === 0 ? "no deals\n" : figureTable({ columns, rows, bars, draw: middleBar }, look);
  const { won, lost, open } = report.total;
  const more = [
    report.n === 0 ? "" : "won " + won + ", lost " + lost + ", open " + open,
    "lost, here, back = by the farthest stage: lost, still in it, put back to an earlier one; days = median in the stage",
  ];
  return (top + "\n" + table + "\n" + dealNotes(report.leftOut, more, look)).trimEnd() + "\n";
}
