import { clean } from "../../output/clean.ts";
import type { Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import { truncate } from "../../output/width.ts";
import type { Dimension } from "../../reports/pivot/facts.ts";
import type { PivotReport, PivotRow } from "../../reports/pivot.ts";
import { dealNotes, figureTable, ofLargest } from "./figures.ts";
import { aligned, heading, notes, percent, units, whole } from "./view.ts";

interface Sides {
  readonly rows: readonly Dimension[];
  readonly cols: readonly Dimension[];
}

/** Columns that a label may take. */
const labelWidth = 28;

/** The table with its sums; without a column field a list with bars. */
export function pivotView(report: PivotReport, sides: Sides, look: Look): string {
  const names = [...sides.rows, ...sides.cols].map(({ header }) => header.toLowerCase());
  const title =
    report.of.charAt(0).toUpperCase() +
    report.of.slice(1) +
    ": " +
    report.measure +
    " by " +
    names.join(", ");
  const top = heading(title, report, { counted: report.of, look });
  const { leftOut, currency } = report;
  const { text, more } =
    report.rows.length === 0
      ? { text: "no " + report.of + "\n", more: [] }
      : sides.cols.length === 0
        ? { text: list(report, sides, look), more: [] }
        : matrix(report, sides, look);
  const below =
    "withoutAmount" in leftOut ? dealNotes(leftOut, more, look) : notes({ leftOut, currency }, more, look);
  return (top + "\n" + text + "\n" + below).trimEnd() + "\n";
}

function list(report: PivotReport, { rows }: Sides, look: Look): string {
  const type = { count: "integer", money: "units", ratio: "percent" } as const;
  const columns = [
    ...rows.map(({ key, header }) => ({ key, header, type: "text" as const })),
    { key: "value", header: report.measure, type: type[report.measureType] },
    { key: "n", header: "Records", type: "integer" as const },
  ];
  const total = { ...report.total, [rows[0]!.key]: "total", currency: report.currency };
  const bars = ofLargest(report.rows.map(({ value }) => value));
  return figureTable({ columns, rows: report.rows, total, bars, currency: report.currency }, look);
}

interface Drawn {
  readonly text: string;
  readonly more: readonly string[];
}

/** Rows down, columns across; columns that do not fit are left out from the right, of periods from the left. */
function matrix(report: PivotReport, { rows, cols }: Sides, look: Look): Drawn {
  const [col] = cols;
  const key = col!.key;
  const across = report.colTotals.map((each) => String(each[key]));
  const shownValue = (value: number | null | undefined) =>
    value === undefined ? "." : cell(value, report, look);
  const id = (row: PivotRow) => rows.map((side) => row[side.key]).join("\u001f");
  const cells = new Map(report.rows.map((row) => [id(row) + "\u001f" + row[key], row.value]));
  const label = (text: unknown) => truncate(clean(String(text)), labelWidth, look.ascii ? "~" : "…");
  const body = report.rowTotals.map((row) => [
    label(rows.map((side) => row[side.key]).join(" / ")),
    ...across.map((name) => shownValue(cells.get(id(row) + "\u001f" + name))),
    cell(row.value, report, look),
  ]);
  const head = [rows.map(({ header }) => header).join(" / "), ...across.map(label), "total"];
  const sum = [
    "total",
    ...report.colTotals.map(({ value }) => cell(value, report, look)),
    cell(report.total.value, report, look),
  ];
  const places = across.map((_, i) => i + 1);
  const spare = col!.from.kind === "period" ? places : places.reverse();
  const lines = aligned([head, ...body, sum], { width: look.width, spare });
  const hidden = across.length - shownCount(lines[0] ?? "", head, across.length);
  const { bold } = look.style ?? plainStyle;
  const drawn = lines.map((line, i) => (i === 0 || i === lines.length - 1 ? bold(line) : line));
  const more = hidden <= 0 ? "" : hidden + " columns do not fit: widen the terminal, or --format csv";
  return { text: drawn.join("\n") + "\n", more: [more, report.measureType === "ratio" ? "percent" : ""] };
}

/** How many of the columns the first line holds. */
function shownCount(line: string, head: readonly string[], columns: number): number {
  const names = line.slice((head[0] ?? "").length);
  let [at, found] = [0, 0];
  for (const name of head.slice(1, columns + 1)) {
    const place = names.indexOf(name, at);
    if (place === -1) continue;
    at = place + name.length;
    found++;
  }
  return found;
}

function cell(value: number | null, { measureType, currency }: PivotReport, look: Look): string {
  if (value === null || measureType === "ratio") return percent(value, look);
  return measureType === "money" ? units(value, currency, look) : whole(value, look);
}
