import type { Look } from "../../output/format.ts";
import type { SurveyReport } from "../../reports/survey.ts";
import { type Figure, figureTable } from "./figures.ts";
import { heading, noteLines } from "./view.ts";

const columns: readonly Figure[] = [
  { key: "group", header: "By", type: "text" },
  { key: "answers", header: "Answers", type: "integer" },
  { key: "happy", header: "Happy", type: "integer" },
  { key: "passive", header: "Between", type: "integer" },
  { key: "unhappy", header: "Unhappy", type: "integer" },
  { key: "score", header: "Score", type: "integer" },
  { key: "low", header: "from", type: "integer" },
  { key: "high", header: "to", type: "integer" },
];

/** A line each period or value, with the interval in which the score of all who could have answered lies. */
export function npsView(report: SurveyReport, look: Look): string {
  const title = report.kind.toUpperCase() + " by " + report.by;
  const top = heading(title, report, { counted: "answers", look });
  if (report.n === 0) return top + "\nno answers: crm survey answer\n";
  const rounded = (row: { score: number | null; low: number | null; high: number | null }) => ({
    ...row,
    score: rounding(row.score),
    low: rounding(row.low),
    high: rounding(row.high),
  });
  const rows = report.rows.map(rounded);
  const total = { group: "total", ...rounded(report.total) };
  const small =
    report.total.answers < 30 ? "fewer than 30 answers: the interval says how little is known" : "";
  return (
    (top + "\n" + figureTable({ columns, rows, total }, look) + "\n" + noteLines([small], look)).trimEnd() +
    "\n"
  );
}

function rounding(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
