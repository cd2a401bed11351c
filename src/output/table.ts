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
/** What a text is not cut below while columns can be left out, in terminal columns. */
const roomOfText = 16;
const roomOfWhole = 32;
const fewestColumns = 3;

/**
 * Aligned columns for a person, no line wider than `look.width`. The first thousand rows decide the columns and widths;
 * later a column grows only for a number, because numbers are never cut. Where even six columns for each text do not
 * fit, every row becomes a block of lines. No rows, no output.
 */
export function* tableLines(all: readonly Column[], rows: Iterable<Row>, look: Look): Iterable<string> {
  let columns = all;
  let wanted: readonly number[] = [];
  let isFirst = true;
  for (const block of blocks(rows)) {
    let cells = cellsOf(columns, block, look);
    if (isFirst) {
      ({ columns, wanted } = roomFor(all, widthsOf(all, cells), look));
      if (columns.length < all.length) cells = cellsOf(columns, block, look);
    } else {
      wanted = columns.map((column, x) =>
        isNumeric(column) ? widest(cells, x, wanted[x]) : (wanted[x] ?? 0),
      );
    }
    const widths = fitted(columns, wanted, look.width ?? 80);
    if (widths === undefined) {
      for (const row of block) yield recordLines(columns, row, look) + "\n";
    } else {
      const grid = { columns, widths, look };
      if (isFirst && !look.noHeader)
        yield header(
          columns.map((column) => clean(column.header)),
          grid,
        );
      for (let at = 0; at < cells.length; at += drawnRows)
        yield drawRows(cells.slice(at, at + drawnRows), grid);
    }
    isFirst = false;
  }
}

function cellsOf(columns: readonly Column[], rows: readonly Row[], look: Look): string[][] {
  return rows.map((row) => columns.map((column) => formatCell(column, row, look)));
}

/** How wide each column would be with nothing cut. */
function widthsOf(columns: readonly Column[], cells: readonly (readonly string[])[]): number[] {
  return columns.map((column, x) => widest(cells, x, textWidth(clean(column.header))));
}

function widest(cells: readonly (readonly string[])[], x: number, least = 0): number {
  let width = least;
  for (const row of cells) width = Math.max(width, textWidth(row[x] ?? ""));
  return width;
}

interface Room {
  readonly columns: readonly Column[];
  readonly wanted: readonly number[];
}

/** The columns that stay: while those that do not need to be read whole are too wide even when cut, one is left out. */
function roomFor(all: readonly Column[], widths: readonly number[], look: Look): Room {
  const stays = all.map((column, x) => ({ column, wanted: widths[x] ?? 0 }));
  const left: Column[] = [];
  const isTooWide = () =>
    lineWidth(stays.map(({ column, wanted }) => needed(column, wanted))) > (look.width ?? 80);
  while (look.leaveOut !== undefined && stays.length > fewestColumns && isTooWide()) {
    const spare = stays.findLastIndex(({ column }) => column.room === "spare");
    left.push(...stays.splice(spare === -1 ? -1 : spare, 1).map(({ column }) => column));
  }
  if (left.length > 0) look.leaveOut?.(left);
  return { columns: stays.map(({ column }) => column), wanted: stays.map(({ wanted }) => wanted) };
}

/** What a column needs to be of use, in terminal columns. */
function needed(column: Column, wanted: number): number {
  if (!canBeCut(column)) return wanted;
  return Math.min(wanted, column.room === "whole" ? roomOfWhole : roomOfText);
}

function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + gap.length, -gap.length);
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

/** The wanted widths, texts made narrower until the line fits, those to be read whole last; undefined when it cannot. */
function fitted(columns: readonly Column[], wanted: readonly number[], width: number): number[] | undefined {
  const widths = wanted.map((columnWidth, x) => {
    const column = columns[x];
    return column && canBeCut(column) ? Math.min(columnWidth, width) : columnWidth;
  });
  const least = columns.map((column, x) =>
    column.room === "whole" ? needed(column, widths[x] ?? 0) : narrowest,
  );
  let excess = narrow(columns, widths, { excess: lineWidth(widths) - width, least });
  excess = narrow(columns, widths, { excess, least: columns.map(() => narrowest) });
  return excess > 0 ? undefined : widths.map((columnWidth) => Math.max(1, columnWidth));
}

interface Narrowing {
  readonly excess: number;
  readonly least: readonly number[];
}

/** Takes one column at a time off the widest text that has more than its least; answers with what is still too much. */
function narrow(columns: readonly Column[], widths: number[], { excess, least }: Narrowing): number {
  for (let rest = excess; rest > 0; rest--) {
    let widest = -1;
    for (const [x, column] of columns.entries()) {
      const width = widths[x] ?? 0;
      if (canBeCut(column) && width > (least[x] ?? 0) && width > (widths[widest] ?? 0)) widest = x;
    }
    if (widest === -1) return rest;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return 0;
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
