import type { UserError } from "../errors.ts";
import { faultAt, quote } from "./caret.ts";
import type { Token } from "./tokens.ts";

export interface FilterValue {
  readonly text: string;
  readonly quoted: boolean;
  readonly at: number;
}

/** Where the parser stands. */
export interface Reader {
  readonly text: string;
  readonly tokens: readonly Token[];
  next: number;
  depth: number;
}

/** The token to read next; the "end" is never passed. */
export function peek(reader: Reader): Token {
  return reader.tokens[Math.min(reader.next, reader.tokens.length - 1)]!;
}

/** The reader stands on `in`. */
export function readList(reader: Reader): readonly FilterValue[] {
  const open = reader.tokens[++reader.next]!;
  if (open.kind !== "(") {
    throw faultAt(
      reader.text,
      open.at,
      '"in" needs a list in parentheses',
      "write stage in (lead, proposal)",
    );
  }
  const values: FilterValue[] = [];
  do {
    reader.next++;
    values.push(readValue(reader, "in the list"));
  } while (peek(reader).kind === ",");
  const close = peek(reader);
  if (close.kind === "end") throw faultAt(reader.text, open.at, "this list is never closed");
  if (close.kind !== ")")
    throw faultAt(reader.text, close.at, "a comma is missing in the list", quoteHint(close));
  reader.next++;
  return values;
}

/** A quoted text, or bare words up to a keyword or sign. `in` is a plain word here: `country = in`, `in 2 weeks`. */
export function readValue(reader: Reader, where: string): FilterValue {
  const first = peek(reader);
  if (first.kind === "quoted") {
    reader.next++;
    return { text: first.text, quoted: true, at: first.at };
  }
  const words: string[] = [];
  for (let token = first; isValueWord(token); token = peek(reader)) {
    words.push(token.text);
    reader.next++;
  }
  if (words.length === 0)
    throw faultAt(reader.text, first.at, "a value is missing " + where, quoteHint(first));
  return { text: words.join(" "), quoted: false, at: first.at };
}

function isValueWord(token: Token): boolean {
  const word = keyword(token);
  return token.kind === "word" && (word === undefined || word === "in");
}

export function keyword(token: Token | undefined): "and" | "or" | "not" | "in" | undefined {
  if (token?.kind !== "word" || token.text.length > 3) return undefined;
  const word = token.text.toLowerCase();
  return word === "and" || word === "or" || word === "not" || word === "in" ? word : undefined;
}

export function unexpected(reader: Reader, token: Token): UserError {
  const hint = token.kind === "," ? "for several values write city in (Berlin, Hamburg)" : quoteHint(token);
  const message = 'expected "and", "or" or the end, found ' + quote(token.text);
  return faultAt(reader.text, token.at, message, hint);
}

export function quoteHint(token: Token): string | undefined {
  if (token.kind === "end") return undefined;
  return "if " + quote(token.text) + ' belongs to a value, put the value in quotes: name = "..."';
}
