import { type Col, cellOf } from "./columns.ts";
import { labelOf } from "./headers.ts";

/** What one of several is called in this row: by its column, or by the cell beside it ("* Work" is work). */
export function labelIn(cells: readonly string[], col: Col): string | null {
  return col.labelAt === undefined ? col.label : labelOf(cells[col.labelAt] ?? "");
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
