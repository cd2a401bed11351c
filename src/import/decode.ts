import { UserError } from "../errors.ts";
import { findCharset, refuseBinary } from "./charset.ts";
import { BadBytes, decoderOf } from "./decoders.ts";
import { textPosition } from "./position.ts";

/** Longer pieces are cut, so that no later stage holds more than this at once. */
/** What is made of a piece lives until the next one: small pieces leave little for a collection to copy. */
const pieceBytes = 16 * 1024;
/** What is looked at before the encoding is settled. */
const headBytes = 256 * 1024;

export interface DecodeOptions {
  /** What the source is called in messages: a path, or "-". */
  readonly name: string;
  /** A label as of --encoding; without it the encoding is found. */
  readonly encoding?: string | undefined;
}

export interface Decoded {
  /** As told to a person: "UTF-8", "UTF-8 with BOM", "Windows-1252". */
  readonly encoding: string;
  readonly notes: readonly string[];
  /** Without BOM and NUL; throws a UserError where bytes cannot be read. Return it early to close the source. */
  readonly text: AsyncGenerator<string, void, undefined>;
}

type Bytes = AsyncGenerator<Uint8Array, void, undefined>;

/**
 * Bytes to text. The encoding is the one asked for, or that of the BOM, or UTF-16 by its zero bytes, or UTF-8, or,
 * when the first byte beyond ASCII among the first 256 KiB is no UTF-8, Windows-1252 (and a note says so).
 */
export async function decode(source: AsyncIterable<Uint8Array>, options: DecodeOptions): Promise<Decoded> {
  const bytes = pieces(source);
  try {
    const head = await take(bytes, headBytes);
    refuseBinary(head, options.name);
    const found = findCharset(head, options.encoding);
    const text = textOf(joined(head, bytes), { name: options.name, charset: found.charset });
    return { encoding: found.title, notes: found.notes, text };
  } catch (error) {
    await bytes.return();
    throw error;
  }
}

async function* pieces(source: AsyncIterable<Uint8Array>): Bytes {
  for await (const chunk of source) yield* cut(chunk);
}

function* cut(chunk: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let from = 0; from < chunk.length; from += pieceBytes) yield chunk.subarray(from, from + pieceBytes);
}

async function take(bytes: Bytes, wanted: number): Promise<Uint8Array> {
  const taken: Uint8Array[] = [];
  for (let length = 0; length < wanted; ) {
    const next = await bytes.next();
    if (next.done) break;
    taken.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(taken);
}

async function* joined(head: Uint8Array, rest: Bytes): Bytes {
  try {
    yield* cut(head);
    yield* rest;
  } finally {
    await rest.return();
  }
}

async function* textOf(
  bytes: Bytes,
  { name, charset }: { name: string; charset: string },
): AsyncGenerator<string, void, undefined> {
  const position = textPosition();
  const decoder = decoderOf(charset);
  const step = (piece: Uint8Array, last: boolean): string => {
    try {
      const text = decoder(piece, last);
      const nul = text.indexOf("\0");
      if (nul !== -1) throw nulError(`${name} ${position.after(text.slice(0, nul))}`);
      position.advance(text);
      return text;
    } catch (error) {
      if (!(error instanceof BadBytes)) throw error;
      throw badBytesError(`${name} ${position.after(error.before)}`, charset, error);
    }
  };
  for await (const piece of bytes) {
    const text = step(piece, false);
    if (text !== "") yield text;
  }
  const end = step(new Uint8Array(0), true);
  if (end !== "") yield end;
}

function nulError(place: string): UserError {
  return new UserError(
    "refused",
    `${place}: a NUL byte; this is no text file`,
    "export it again as CSV in UTF-8",
  );
}

function badBytesError(place: string, charset: string, { byte, offset }: BadBytes): UserError {
  const what =
    byte === null
      ? `bytes after offset ${offset}`
      : `byte 0x${byte.toString(16).toUpperCase()} at offset ${offset}`;
  const other = charset === "utf-8" ? "windows-1252" : "utf-8";
  return new UserError(
    "refused",
    `${place}: ${what} cannot be read as ${charset.toUpperCase()}`,
    `save it as UTF-8, or say what it is: --encoding ${other}`,
  );
}
