import { sparkline } from "../../output/chart.ts";
import type { Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import type { CohortReport, CohortRow } from "../../reports/cohorts.ts";
import { heading, notes, percent } from "./view.ts";

/** Widths in terminal columns. */
interface Grid {
  readonly label: number;
  readonly size: number;
  readonly cell: number;
  /** How many periods after the first are shown: as many as fit. */
  readonly shown: number;
  /** The largest rate shown, at which a spark is full. */
  readonly top: number;
  readonly look: Look;
}

const titles = {
  classic: "Retention by BY of first purchase",
  unbounded: "Retention (that period or later) by BY of first purchase",
  revenue: "Revenue retention by BY of first purchase",
} as const;

/** The triangle in percent from the period after the first on, its shape as sparks, and the weighted average. */
export function cohortView(report: CohortReport, look: Look): string {
  const style = look.style ?? plainStyle;
  const title = titles[report.variant].replace("BY", report.by);
  const top = heading(title, report, { counted: "customers", look });
  if (report.rows.length === 0) return top + "\nno purchases\n" + notes(report, [], look);
  const grid = gridOf(report, look);
  const header = line(
    grid,
    { label: "cohort", size: "size" },
    steps(grid).map((k) => k + " "),
  );
  const body = report.rows.map((row) => cohortLine(row, grid));
  const average = line(
    grid,
    { label: "average", size: "" },
    steps(grid).map((k) => cell(report.average[k] ?? null, "ok", look)),
  );
  return (
    [top, style.bold(header), ...body, style.bold(average), "", notes(report, more(report, grid), look)]
      .join("\n")
      .trimEnd() + "\n"
  );
}

function gridOf({ rows, average }: CohortReport, look: Look): Grid {
  const rates = [...rows.flatMap((row) => row.rates.slice(1)), ...average.slice(1)];
  const top = rates.reduce<number>((max, rate) => Math.max(max, rate ?? 0), 0);
  const label = Math.max("average".length, ...rows.map((row) => row.cohort.length));
  const size = Math.max("size".length, ...rows.map((row) => String(row.size).length));
  // A blank before and a place for the mark behind each number.
  const width = Math.max(2, percent(top, look, 0).length) + 2;
  // Each period takes its cell and one spark, behind two blanks.
  const room = (look.width ?? 80) - label - 2 - size - 2;
  const shown = Math.max(1, Math.min(average.length - 1, Math.floor(room / (width + 1))));
  return { label, size, cell: width, shown: average.length <= 1 ? 0 : shown, top, look };
}

function steps({ shown }: Grid): number[] {
  return Array.from({ length: shown }, (_, i) => i + 1);
}

function cohortLine(row: CohortRow, grid: Grid): string {
  const cells = steps(grid).map((k) => cell(row.rates[k] ?? null, row.status[k] ?? "unobserved", grid.look));
  const seen = steps(grid).map((k) => (row.status[k] === "unobserved" ? null : (row.rates[k] ?? null)));
  // The largest rate of all rows sets the scale, so that rows can be compared.
  const sparks = sparkline([...seen, grid.top], grid.look.ascii).slice(0, -1);
  const text = line(grid, { label: row.cohort, size: String(row.size) }, cells);
  const width = grid.label + 2 + grid.size + grid.cell * grid.shown + 2;
  return (text.padEnd(width) + sparks).trimEnd();
}

/** A whole percent with room for its mark: "*" still running; nothing for what is still to come. */
function cell(rate: number | null, status: CohortRow["status"][number], look: Look): string {
  if (status === "unobserved") return "";
  return percent(rate, look, 0) + (status === "partial" ? "*" : " ");
}

function line(
  grid: Grid,
  { label, size }: { label: string; size: string },
  cells: readonly string[],
): string {
  const start = label.padEnd(grid.label) + "  " + size.padStart(grid.size);
  return (start + cells.map((text) => text.padStart(grid.cell)).join("")).trimEnd();
}

function more({ rows, average, by }: CohortReport, { shown }: Grid): string[] {
  const isPartial = rows.some((row) => row.status.includes("partial"));
  const hidden = average.length - 1 - shown;
  return [
    "percent; average weighted by size, complete " + by + "s only; blank = still to come",
    isPartial ? "* still running, not in the average" : "",
    hidden <= 0 ? "" : hidden + " later " + by + "s do not fit: widen the terminal, or --format csv",
  ].filter((text) => text !== "");
}
