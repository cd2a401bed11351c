import { faultAt } from "./caret.ts";

export type Operator = "=" | "!=" | "~" | ">" | ">=" | "<" | "<=";

export interface Token {
  readonly kind: "word" | "quoted" | "operator" | "(" | ")" | "," | "end";
  /** Of a quoted text what is between the quotes, with the escapes resolved. */
  readonly text: string;
  /** Where it begins, in UTF-16 units from the beginning of the filter. */
  readonly at: number;
}

interface Taken {
  readonly token: Token;
  readonly end: number;
}

/** The words, quoted texts and signs of a filter, an "end" last. Time grows with the length of the text. */
export function tokenise(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && isBlank(text.charAt(at))) at++;
    if (at === text.length) break;
    const { token, end } = take(text, at);
    tokens.push(token);
    at = end;
  }
  tokens.push({ kind: "end", text: "the end", at: text.length });
  return tokens;
}

function take(text: string, at: number): Taken {
  const sign = text.charAt(at);
  if (sign === "(" || sign === ")" || sign === ",")
    return { token: { kind: sign, text: sign, at }, end: at + 1 };
  if (sign === '"' || sign === "'") return takeQuoted(text, at);
  const operator = operatorAt(text, at);
  if (operator !== "") return { token: { kind: "operator", text: operator, at }, end: at + operator.length };
  let end = at + 1;
  while (end < text.length && !endsWord(text, end)) end++;
  return { token: { kind: "word", text: text.slice(at, end), at }, end };
}

/** A quote inside is doubled or stands behind a backslash; a backslash before anything else is itself. */
function takeQuoted(text: string, at: number): Taken {
  const mark = text.charAt(at);
  const parts: string[] = [];
  let from = at + 1;
  for (let i = from; i < text.length; i++) {
    const sign = text.charAt(i);
    const next = text.charAt(i + 1);
    const isEscape = sign === "\\" && (next === '"' || next === "'" || next === "\\");
    if (isEscape || (sign === mark && next === mark)) {
      parts.push(text.slice(from, i));
      from = ++i;
    } else if (sign === mark) {
      parts.push(text.slice(from, i));
      return { token: { kind: "quoted", text: parts.join(""), at }, end: i + 1 };
    }
  }
  throw faultAt(text, at, "this quote is never closed", "a quote inside a word needs none: O'Brien");
}

function operatorAt(text: string, at: number): string {
  const sign = text.charAt(at);
  const isEqualNext = text.charAt(at + 1) === "=";
  if (sign === "!") return isEqualNext ? "!=" : "";
  if (sign === "=" || sign === "~") return sign;
  if (sign === "<" || sign === ">") return isEqualNext ? sign + "=" : sign;
  return "";
}

function endsWord(text: string, at: number): boolean {
  const sign = text.charAt(at);
  return isBlank(sign) || sign === "(" || sign === ")" || sign === "," || operatorAt(text, at) !== "";
}

function isBlank(sign: string): boolean {
  return sign === " " || (sign !== "" && sign.trim() === "");
}
