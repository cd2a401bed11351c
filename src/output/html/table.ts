import type { Column, Row } from "../../field.ts";
import { isNumeric } from "../columns.ts";
import { formatCell, type Look } from "../format.ts";
import { escapeHtml } from "./escape.ts";

/** More than this makes a page slow to open. */
const most = 1000;

/** A table that sorts by a click on a heading; every cell carries the raw value to sort by. */
export function htmlTable(columns: readonly Column[], rows: readonly Row[], look: Look): string {
  const head = columns.map(
    (column) =>
      `<th scope="col"${isNumeric(column) ? ' class="number"' : ""}><button type="button">${escapeHtml(column.header)}</button></th>`,
  );
  const body = rows
    .slice(0, most)
    .map((row) => `<tr>${columns.map((column) => cell(column, row, look)).join("")}</tr>`);
  const more = rows.length - most;
  const note = more > 0 ? `<p class="note">${more} more rows: --format csv has them all.</p>` : "";
  return (
    `<div class="wide"><table class="sortable"><thead><tr>${head.join("")}</tr></thead>` +
    `<tbody>${body.join("")}</tbody></table></div>${note}`
  );
}

function cell(column: Column, row: Row, look: Look): string {
  const raw = row[column.key];
  const value = typeof raw === "number" || typeof raw === "string" ? String(raw) : "";
  const kind = isNumeric(column) ? ' class="number"' : "";
  return `<td${kind} data-value="${escapeHtml(value)}">${escapeHtml(formatCell(column, row, look))}</td>`;
}
