import { clean } from "../../output/clean.ts";
import type { Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import type { PipelineReport } from "../../reports/pipeline.ts";
import { dealNotes, type Figure, figureTable, ofLargest } from "./figures.ts";
import { heading } from "./view.ts";

const columns: readonly Figure[] = [
  { key: "stage", header: "Stage", type: "text" },
  { key: "deals", header: "Deals", type: "integer" },
  { key: "amountMinor", header: "Amount", type: "units" },
  { key: "weightedMinor", header: "Weighted", type: "units" },
  { key: "medianDays", header: "Median days", type: "number" },
  { key: "oldestDays", header: "Oldest", type: "integer" },
  { key: "rotDays", header: "Limit", type: "integer" },
  { key: "rotting", header: "Beyond", type: "integer" },
];

/** A block a pipeline and currency: its stages with their amounts as bars. */
export function pipelineView(report: PipelineReport, look: Look): string {
  const style = look.style ?? plainStyle;
  const top = heading("Pipeline", report, { counted: "open deals", look });
  const blocks = report.totals.map((total) => {
    const { pipeline, currency } = total;
    const rows = report.rows.filter((row) => row.pipeline === pipeline && row.currency === currency);
    const bars = ofLargest(rows.map((row) => row.amountMinor));
    const table = figureTable(
      { columns, rows, total: { stage: "total", ...total, medianDays: "" }, bars },
      look,
    );
    return style.bold(clean(pipeline) + " (" + currency + ")") + "\n" + table;
  });
  const body = blocks.length === 0 ? "no open deals\n" : blocks.join("\n");
  return (top + "\n" + body + "\n" + dealNotes(report.leftOut, more(report), look)).trimEnd() + "\n";
}

function more({ probabilities, n }: PipelineReport): string[] {
  const { deal, stage, measured, none } = probabilities;
  if (n === 0) return [];
  const parts = [
    deal === 0 ? "" : deal + " its own",
    stage === 0 ? "" : stage + " its stage's",
    measured === 0 ? "" : measured + " the rate won so far",
    none === 0 ? "" : none + " none (weighted 0)",
  ].filter((part) => part !== "");
  return [
    "probability of a deal: " + parts.join(", "),
    "days = in the stage so far; beyond = deals there for longer than the limit (crm report stale)",
  ];
}
