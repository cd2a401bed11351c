import Table from "cli-table3";
import type { Column, Row } from "../field.ts";
import { clean } from "./clean.ts";
import { isNumeric } from "./columns.ts";
import { formatCell, formatLines, type Look } from "./format.ts";
import { plainStyle } from "./style.ts";
import { isAscii, textWidth, truncate, wrap } from "./width.ts";

const gap = "  ";
const measuredRows = 1_000;
const drawnRows = 100;
const narrowest = 6;

/**
 * Aligned columns for a person, no line wider than `look.width`. The first thousand rows decide the widths; later
 * a column grows only for a number, because numbers are never cut. Where even six columns for each text do not
 * fit, every row becomes a block of lines. No rows, no output.
 */
export function* tableLines(columns: readonly Column[], rows: Iterable<Row>, look: Look): Iterable<string> {
  const headers = columns.map((column) => clean(column.header));
  let wanted = headers.map(textWidth);
  let isFirst = true;
  for (const block of blocks(rows)) {
    const cells = block.map((row) => columns.map((column) => formatCell(column, row, look)));
    wanted = columns.map((column, x) =>
      isFirst || isNumeric(column)
        ? Math.max(wanted[x] ?? 0, ...cells.map((row) => textWidth(row[x] ?? "")))
        : (wanted[x] ?? 0),
    );
    const widths = fitted(columns, wanted, look.width ?? 80);
    if (widths === undefined) {
      for (const row of block) yield recordLines(columns, row, look) + "\n";
    } else {
      const grid = { columns, widths, look };
      if (isFirst && !look.noHeader) yield header(headers, grid);
      for (let at = 0; at < cells.length; at += drawnRows)
        yield drawRows(cells.slice(at, at + drawnRows), grid);
    }
    isFirst = false;
  }
}

function* blocks(rows: Iterable<Row>): Iterable<Row[]> {
  let block: Row[] = [];
  let size = measuredRows;
  for (const row of rows) {
    block.push(row);
    if (block.length === size) {
      yield block;
      block = [];
      size = drawnRows;
    }
  }
  if (block.length > 0) yield block;
}

/** The wanted widths, the widest texts made narrower until the line fits; undefined when it cannot. */
function fitted(columns: readonly Column[], wanted: readonly number[], width: number): number[] | undefined {
  const widths = wanted.map((columnWidth, x) => {
    const column = columns[x];
    return column && canBeCut(column) ? Math.min(columnWidth, width) : columnWidth;
  });
  let excess = widths.reduce((sum, columnWidth) => sum + columnWidth + gap.length, -gap.length) - width;
  for (; excess > 0; excess--) {
    let widest = -1;
    for (const [x, column] of columns.entries()) {
      if (canBeCut(column) && (widths[x] ?? 0) > (widths[widest] ?? narrowest)) widest = x;
    }
    if (widest === -1) return undefined;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths.map((columnWidth) => Math.max(1, columnWidth));
}

function canBeCut({ type }: Column): boolean {
  return type === "text" || type === "list";
}

interface Grid {
  readonly columns: readonly Column[];
  readonly widths: readonly number[];
  readonly look: Look;
}

function header(headers: readonly string[], grid: Grid): string {
  const unpainted = drawRows([headers], { ...grid, look: { ...grid.look, style: undefined } });
  return (grid.look.style ?? plainStyle).bold(unpainted.trimEnd()) + "\n";
}

const noLines = {
  middle: gap,
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  mid: "",
  "mid-mid": "",
};
const noFrame = {
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
};

/**
 * The table library counts other columns than terminals do for newer emoji and most combining marks. It is given a
 * stand-in of the right width (a private character, repeated) for each such cell, which is put back afterwards.
 */
function drawRows(rows: readonly (readonly string[])[], { columns, widths, look }: Grid): string {
  const table = new Table({
    chars: { ...noLines, ...noFrame, right: "", "right-mid": "" },
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 0 },
    colWidths: [...widths],
    colAligns: columns.map((column) => (isNumeric(column) ? "right" : "left")),
  });
  const originals: string[] = [];
  const { dim } = look.style ?? plainStyle;
  for (const row of rows) {
    table.push(
      row.map((cell, x) => {
        const text = truncate(cell, widths[x] ?? 1, look.ascii ? "~" : "…");
        const painted = columns[x]?.type === "id" ? dim(text) : text;
        if (isAscii(painted)) return painted;
        const standIn = "\uE000".repeat(textWidth(text));
        if (standIn !== "") originals.push(painted);
        return standIn;
      }),
    );
  }
  const lines = table.toString().replace(/\uE000+/g, () => originals.shift() ?? "");
  return lines.replace(/ +$/gm, "") + "\n";
}

/** One record as aligned "Header  value" lines, long values wrapped, missing ones left out. */
export function recordLines(columns: readonly Column[], record: Row, look: Look): string {
  const width = look.width ?? 80;
  const { dim } = look.style ?? plainStyle;
  const cells = columns.map((column) => ({
    header: clean(column.header),
    value: formatLines(column, record, look),
  }));
  const filled = cells.filter((cell) => cell.value !== "");
  const labelWidth = Math.min(
    Math.floor(width / 3),
    Math.max(0, ...filled.map((cell) => textWidth(cell.header))),
  );
  const lines = filled.flatMap(({ header, value }) => {
    const label = truncate(header, labelWidth, look.ascii ? "~" : "…");
    const padded = label + " ".repeat(labelWidth - textWidth(label));
    const parts = wrap(value, Math.max(2, width - labelWidth - gap.length));
    return parts.map((part, i) => (i === 0 ? dim(padded) : " ".repeat(labelWidth)) + gap + part);
  });
  return lines.map((line) => line.trimEnd() + "\n").join("");
}
