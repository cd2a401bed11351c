import { UserError } from "../errors.ts";

/** The lines of one card, unfolded, without those of the frame. */
export interface CardText {
  /** The line of the file in which it begins. */
  readonly line: number;
  readonly version: string;
  readonly lines: readonly string[];
  /** Pictures, sounds and keys: not kept. */
  readonly leftOut: number;
}

/** What a card may hold besides pictures. */
const maxCard = 1024 * 1024;
/** Properties that hold files. They are dropped while they are read: one can have many megabytes. */
const files = /^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]/i;

/**
 * The cards of a text, one after the other. Folded lines are put together, and so are the soft line breaks of
 * quoted-printable in version 2.1.
 */
export async function* cardTexts(
  text: AsyncIterable<string>,
  name: string,
): AsyncGenerator<CardText, void, undefined> {
  let card: { line: number; lines: string[]; length: number; leftOut: number } | undefined;
  let dropping = false;
  let number = 0;
  for await (const line of linesOf(text)) {
    number++;
    if (/^BEGIN:VCARD\s*$/i.test(line)) {
      if (card !== undefined) throw unended(name, card.line);
      card = { line: number, lines: [], length: 0, leftOut: 0 };
      dropping = false;
      continue;
    }
    if (card === undefined) {
      if (line.trim() === "") continue;
      throw new UserError(
        "refused",
        name + " line " + number + " is in no card",
        "a card begins with BEGIN:VCARD",
      );
    }
    if (/^END:VCARD\s*$/i.test(line)) {
      yield { ...card, version: versionOf(card.lines) };
      card = undefined;
      continue;
    }
    if (/^[ \t]/.test(line) && !(dropping && line.trim() === "")) {
      if (!dropping) append(card, line.slice(1));
    } else if (isSoftBroken(card.lines.at(-1)) && !dropping) {
      append(card, "\n" + line);
    } else if (files.test(line)) {
      card.leftOut++;
      dropping = true;
    } else if (line.trim() !== "" && !(dropping && !line.includes(":"))) {
      dropping = false;
      card.lines.push(line);
      card.length += line.length;
    }
    if (card.length > maxCard)
      throw new UserError("refused", name + " line " + card.line + ": the card is longer than 1 MB");
  }
  if (card !== undefined) throw unended(name, card.line);
}

function unended(name: string, line: number): UserError {
  return new UserError(
    "refused",
    name + ": the card that begins in line " + line + " does not end",
    "END:VCARD is missing",
  );
}

/** Behind the line that is still going on; a soft line break, which ends in "=", is taken out. */
function append(card: { lines: string[]; length: number }, more: string): void {
  const last = card.lines.length - 1;
  if (last < 0) return;
  const before = card.lines[last]!;
  card.lines[last] = more.startsWith("\n") ? before.slice(0, -1) + more.slice(1) : before + more;
  card.length += more.length;
}

function isSoftBroken(line: string | undefined): boolean {
  return line?.endsWith("=") === true && /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE/i.test(line);
}

function versionOf(lines: readonly string[]): string {
  const line = lines.find((one) => /^VERSION:/i.test(one));
  return line?.slice(8).trim() ?? "3.0";
}

/** Lines without their ends; a line without end is not held beyond the length of a card. */
async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let rest = "";
  for await (const piece of text) {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    if (rest.length > maxCard && files.test(rest)) rest = rest.slice(0, 64);
    yield* lines;
  }
  yield rest.replace(/\r$/, "");
}
