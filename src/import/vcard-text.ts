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

/** A card while it is read. `parts` are of its last line, which is put together when the next one begins. */
interface Gathered {
  readonly line: number;
  readonly lines: string[];
  readonly parts: string[];
  /** The last line is quoted-printable: one that ends in "=" goes on in the next. */
  isQuoted: boolean;
  /** The last line began a file: what goes on with it is left out. */
  isDropping: boolean;
  length: number;
  leftOut: number;
}

/** What a card may hold besides pictures. */
const maxCard = 1024 * 1024;
const quoted = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE/i;
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
  let card: Gathered | undefined;
  let number = 0;
  for await (const line of linesOf(text)) {
    number++;
    if (/^BEGIN:VCARD\s*$/i.test(line)) {
      if (card !== undefined) throw unended(name, card.line);
      card = newCard(number);
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
      const { line: begin, leftOut } = card;
      const lines = closed(card);
      card = undefined;
      yield { line: begin, leftOut, lines, version: versionOf(lines) };
      continue;
    }
    take(card, line);
    if (card.length > maxCard)
      throw new UserError("refused", name + " line " + card.line + ": the card is longer than 1 MB");
  }
  if (card !== undefined) throw unended(name, card.line);
}

function newCard(line: number): Gathered {
  return { line, lines: [], parts: [], isQuoted: false, isDropping: false, length: 0, leftOut: 0 };
}

/** A line within a card: it goes on with the one before it, or begins another, or a file, which is dropped. */
function take(card: Gathered, line: string): void {
  if (/^[ \t]/.test(line) && !(card.isDropping && line.trim() === "")) {
    if (!card.isDropping) append(card, line.slice(1));
  } else if (isSoftBroken(card) && !card.isDropping) {
    card.parts.push(card.parts.pop()!.slice(0, -1));
    append(card, line);
  } else if (files.test(line)) {
    card.leftOut++;
    card.isDropping = true;
  } else if (line.trim() !== "" && !(card.isDropping && !line.includes(":"))) {
    card.isDropping = false;
    closed(card);
    card.parts.push(line);
    card.isQuoted = quoted.test(line);
    card.length += line.length;
  }
}

function unended(name: string, line: number): UserError {
  return new UserError(
    "refused",
    name + ": the card that begins in line " + line + " does not end",
    "END:VCARD is missing",
  );
}

/** Behind the line that is still going on. An empty piece counts too: no number of them may be held. */
function append(card: Gathered, more: string): void {
  if (card.parts.length === 0) return;
  if (more !== "") card.parts.push(more);
  // What stands before the colon may go on in a second line.
  if (card.parts.length === 2) card.isQuoted = quoted.test(card.parts.join(""));
  card.length += more.length + 1;
}

/** The lines of a card, the one that is still going on among them. */
function closed({ lines, parts }: Gathered): string[] {
  if (parts.length > 0) lines.push(parts.join(""));
  parts.length = 0;
  return lines;
}

function isSoftBroken({ parts, isQuoted }: Gathered): boolean {
  return isQuoted && parts.at(-1)?.endsWith("=") === true;
}

function versionOf(lines: readonly string[]): string {
  const line = lines.find((one) => /^VERSION:/i.test(one));
  return line?.slice(8).trim() ?? "3.0";
}

/** Lines without their ends; what goes on beyond the length of a card comes in pieces, and of a picture not at all. */
async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let rest = "";
  for await (const piece of text) {
    // The end of a line may be CR and LF in two pieces.
    const torn = rest.endsWith("\r");
    const lines = ((torn ? "\r" : "") + piece).split(/\r\n|\n|\r(?!$)/);
    lines[0] = (torn ? rest.slice(0, -1) : rest) + lines[0]!;
    rest = lines.pop()!;
    yield* lines;
    if (rest.length <= maxCard) continue;
    if (files.test(rest)) rest = rest.slice(0, 64);
    else {
      yield rest;
      rest = "";
    }
  }
  yield rest.replace(/\r$/, "");
}
