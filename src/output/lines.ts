import { textWidth, wrap } from "./width.ts";

/** A command that a message names stays whole, so that it can be copied, with the word before it. */
const commands = /(?:\((?:undo|back|see): )?\bcrm [a-z]+(?:[^()·,;:]*[^()·,;: ])?/g;

/** Stands for the blanks inside a command while lines are made. */
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

/** The paragraphs of a help page; what is indented, such as an example to be copied, stays as it is. */
export function proseToFit(text: string, width: number): string {
  const lines = text.split("\n");
  return lines.map((line) => (line.startsWith(" ") ? line : wrap(line, width).join("\n"))).join("\n");
}

/** The label of a summary's line ("  columns  ") counts as its indent. */
function broken(line: string, width: number): string {
  const indent = /^ +(?:\w+ {2,})?|^crm: /.exec(line)?.[0] ?? "";
  const room = width - indent.length;
  const text = line.slice(indent.length).replace(commands, (command) => bound(command, room));
  const [first = "", ...rest] = wrap(text, room).map((part) => part.replaceAll(joint, " "));
  return [indent + first, ...rest.map((part) => " ".repeat(indent.length || 2) + part)].join("\n");
}

function bound(command: string, room: number): string {
  return command.length > room ? command : command.replaceAll(" ", joint);
}
