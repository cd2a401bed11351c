import { UserError } from "../errors.ts";
import { faultAt, quote, short } from "./caret.ts";
import {
  type FilterValue,
  keyword,
  peek,
  quoteHint,
  type Reader,
  readList,
  readValue,
  unexpected,
} from "./reader.ts";
import { type Operator, type Token, tokenise } from "./tokens.ts";

/** The tree of a filter. `at` is where the field stands, `valueAt` where the value stands, in UTF-16 units. */
export type Filter =
  | { readonly kind: "and" | "or"; readonly parts: readonly Filter[] }
  | { readonly kind: "not"; readonly part: Filter }
  | { readonly kind: "empty"; readonly field: string; readonly at: number }
  | { readonly kind: "mine"; readonly at: number }
  | {
      readonly kind: "compare";
      readonly field: string;
      readonly op: Operator;
      readonly value: string;
      readonly quoted: boolean;
      readonly at: number;
      readonly valueAt: number;
    }
  | {
      readonly kind: "in";
      readonly field: string;
      readonly values: readonly FilterValue[];
      readonly at: number;
    };

/** How deep parentheses and `not` may nest: below what the recursion here and SQLite's expression depth bear. */
export const maxDepth = 50;

/** Reads a filter; what cannot be read is a usage error with a caret under the place. */
export function parseFilter(text: string): Filter {
  const reader: Reader = { text, tokens: tokenise(text), next: 0, depth: 0 };
  if (peek(reader).kind === "end") {
    throw new UserError("usage", "the filter is empty", "write for example city = Berlin");
  }
  const filter = parseLevel(reader);
  const rest = peek(reader);
  if (rest.kind === ")") throw faultAt(text, rest.at, 'there is no "(" for this ")"', quoteHint(rest));
  if (rest.kind !== "end") throw unexpected(reader, rest);
  return filter;
}

/** Conditions joined by one kind of word: `a and b or c` could mean two things, so it is refused. */
function parseLevel(reader: Reader): Filter {
  const parts = [parseTerm(reader)];
  let joint: "and" | "or" | undefined;
  for (;;) {
    const token = peek(reader);
    const word = keyword(token);
    if (word !== "and" && word !== "or") break;
    if (joint !== undefined && word !== joint) {
      const hint = "write (a and b) or c, or a and (b or c)";
      throw faultAt(reader.text, token.at, '"and" and "or" are mixed without parentheses', hint);
    }
    joint = word;
    reader.next++;
    parts.push(parseTerm(reader));
  }
  return joint === undefined ? parts[0]! : { kind: joint, parts };
}

function parseTerm(reader: Reader): Filter {
  const token = peek(reader);
  const isNot = keyword(token) === "not";
  if (!isNot && token.kind !== "(") return parseCondition(reader);
  if (++reader.depth > maxDepth) {
    throw faultAt(reader.text, token.at, "the filter is nested deeper than " + maxDepth + " levels");
  }
  reader.next++;
  const inner: Filter = isNot ? { kind: "not", part: parseTerm(reader) } : parseGroup(reader, token);
  reader.depth--;
  return inner;
}

function parseGroup(reader: Reader, open: Token): Filter {
  if (peek(reader).kind === ")")
    throw faultAt(reader.text, open.at, "there is nothing between these parentheses");
  const inner = parseLevel(reader);
  const close = peek(reader);
  if (close.kind === "end") throw faultAt(reader.text, open.at, 'this "(" is never closed');
  if (close.kind !== ")") throw unexpected(reader, close);
  reader.next++;
  return inner;
}

function parseCondition(reader: Reader): Filter {
  const token = peek(reader);
  const word = keyword(token);
  const isName = token.kind === "quoted" || (token.kind === "word" && word !== "and" && word !== "or");
  if (!isName) {
    const place = token.kind === "end" ? "at the end" : "before " + quote(token.text);
    throw faultAt(
      reader.text,
      token.at,
      "a condition is missing " + place,
      "a condition is like city = Berlin",
    );
  }
  reader.next++;
  const colon = token.kind === "word" ? token.text.indexOf(":") : -1;
  if (colon >= 0)
    return parseEmpty(reader, token, { at: token.at + colon, rest: token.text.slice(colon + 1) });
  const after = peek(reader);
  if (after.kind === "word" && after.text.startsWith(":")) {
    reader.next++;
    return parseEmpty(reader, token, { at: after.at, rest: after.text.slice(1) });
  }
  return parseComparison(reader, token);
}

/** `field:empty`, with blanks around the colon or not. */
function parseEmpty(
  reader: Reader,
  name: Token,
  colon: { readonly at: number; readonly rest: string },
): Filter {
  const field = name.kind === "quoted" ? name.text : name.text.split(":", 1).join("");
  if (field === "") throw faultAt(reader.text, colon.at, 'a field is missing before ":"');
  const following = colon.rest === "" ? peek(reader) : undefined;
  if ((following?.text ?? colon.rest).toLowerCase() !== "empty") {
    const hint = "for a value write " + short(field) + " = value";
    throw faultAt(reader.text, colon.at, 'only "empty" can stand behind ":"', hint);
  }
  if (following !== undefined) reader.next++;
  return { kind: "empty", field, at: name.at };
}

function parseComparison(reader: Reader, name: Token): Filter {
  const token = peek(reader);
  const at = name.at;
  if (token.kind === "operator") {
    reader.next++;
    const value = readValue(reader, "after " + quote(token.text));
    return {
      kind: "compare",
      field: name.text,
      op: token.text as Operator,
      value: value.text,
      quoted: value.quoted,
      at,
      valueAt: value.at,
    };
  }
  const word = keyword(token);
  if (word === "in") return { kind: "in", field: name.text, values: readList(reader), at };
  if (word === "not" && keyword(reader.tokens[reader.next + 1]) === "in") {
    reader.next++;
    return { kind: "not", part: { kind: "in", field: name.text, values: readList(reader), at } };
  }
  const isAlone = token.kind === "end" || token.kind === ")" || word === "and" || word === "or";
  if (isAlone && name.kind === "word" && name.text.toLowerCase() === "mine") return { kind: "mine", at };
  if (isAlone) throw faultAt(reader.text, at, quote(name.text) + " alone is no condition", aloneHint(name));
  const hint = "one of = != ~ > >= < <= in :empty; a field name with a blank in it needs quotes";
  throw faultAt(reader.text, token.at, "an operator is missing after " + quote(name.text), hint);
}

function aloneHint(name: Token): string {
  return "write for example name ~ " + (name.kind === "quoted" ? quote(name.text) : short(name.text));
}
