/** DEL, C1 controls, the bidi controls and the line and paragraph separators: what acts and JSON leaves as it is. */
const bareInJson = "\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u206f";

/** Every character that acts on a terminal, C0 controls among them, as it stands between the brackets of an expression. */
export const actingChars = "\\x00-\\x1f" + bareInJson;

const acting = new RegExp("[" + actingChars + "]");

/**
 * One pass over everything that can act on a terminal, longest first: a string sequence with its body (DCS, SOS,
 * OSC, PM, APC), a CSI sequence, a shorter escape sequence, then every single control character. The body of an
 * unfinished string stays as text; no body can hold another introducer, so that the time stays linear.
 */
const actions = new RegExp(
  [
    "(?:\\x1b[PX\\]^_]|[\\x90\\x98\\x9d-\\x9f])[^\\x07\\x1b\\x90\\x98\\x9c-\\x9f]*(?:\\x07|\\x9c|\\x1b\\\\)",
    "(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]",
    "\\x1b[ -/]*[0-~]",
    "\\r\\n",
    "[" + actingChars + "]",
  ].join("|"),
  "g",
);

const lineBreaks = new Set(["\n", "\r", "\r\n", "\x85", "\u2028", "\u2029"]);

/** The text without anything that can act on a terminal; a tab or line break becomes one blank. */
export function clean(text: string): string {
  if (!acting.test(text)) return text;
  return text.replace(actions, (found) => (lineBreaks.has(found) || found === "\t" ? " " : ""));
}

/** As `clean`, but line breaks of any kind become `\n`. */
export function cleanLines(text: string): string {
  if (!acting.test(text)) return text;
  return text.replace(actions, (found) => (lineBreaks.has(found) ? "\n" : found === "\t" ? " " : ""));
}

const escapedInJson = new RegExp("[" + bareInJson + "]", "g");

/** Of one byte a character, and so none of `escapedInJson` but DEL; asking in this way takes a quarter of the time. */
function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

/** JSON text with the acting characters that JSON.stringify leaves bare (DEL, C1, bidi) written as \uXXXX. */
export function cleanJson(json: string): string {
  if (isAscii(json) ? !json.includes("\x7f") : json.search(escapedInJson) === -1) return json;
  return json.replace(escapedInJson, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
