import { textWidth, wrap } from "./width.ts";

/** A command that a message names stays whole, so that it can be copied; else a word. */
const pieces = /\bcrm [a-z]+(?:[^()·,;:]*[^()·,;: ])?|\S+/g;

/** Stands for the blanks inside a piece while lines are made. */
const joint = "\u00a0";

/**
 * What is said to a person at a terminal, its lines broken between words; what follows is indented as the first line's
 * text. A text with a caret under a place is left, as is one that fits.
 */
export function linesToFit(text: string, width: number): string {
  const lines = text.split("\n");
  if (lines.some((line) => /^ *\^/.test(line))) return text;
  return lines.map((line) => (textWidth(line) <= width ? line : broken(line, width))).join("\n");
}

/** The label of a summary's line ("  columns  ") counts as its indent. */
function broken(line: string, width: number): string {
  const indent = /^ +(?:\w+ {2,})?|^crm: /.exec(line)?.[0] ?? "";
  const room = width - indent.length;
  const text = line.slice(indent.length).replace(pieces, (piece) => bound(piece, room));
  const [first = "", ...rest] = wrap(text, room).map((part) => part.replaceAll(joint, " "));
  return [indent + first, ...rest.map((part) => " ".repeat(indent.length || 2) + part)].join("\n");
}

function bound(piece: string, room: number): string {
  return piece.length > room ? piece : piece.replaceAll(" ", joint);
}
