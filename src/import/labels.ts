import { type Col, cellOf } from "./columns.ts";
import { labelOf } from "./headers.ts";

/**
 * What one of several is called in this row: by its column, or by the cell beside it ("* Work" is work). Where the cell
 * holds several values, and the one beside it as many labels, each has its own.
 */
export function labelIn(
  cells: readonly string[],
  col: Col,
  { nth, of }: { readonly nth: number; readonly of: number } = { nth: 0, of: 1 },
): string | null {
  if (col.labelAt === undefined) return col.label;
  const text = cells[col.labelAt] ?? "";
  const labels = of > 1 ? text.split(";") : [];
  return labelOf(labels.length === of ? labels[nth]! : text);
}

/** The columns of this row with the one first whose label is marked with an asterisk: it is the primary one. */
export function primaryFirst(cells: readonly string[], cols: readonly Col[]): readonly Col[] {
  const marked = cols.findIndex(
    ({ labelAt }) => labelAt !== undefined && (cells[labelAt] ?? "").trimStart().startsWith("*"),
  );
  if (marked < 1) return cols;
  return [
    ...cols.slice(marked, marked + 1),
    ...cols.filter((col, at) => at !== marked && cellOf(cells, col) !== ""),
  ];
}
