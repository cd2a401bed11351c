import { UserError } from "../errors.ts";

/** How much of a long filter is shown on either side of the place, and of a long word in a message. */
const around = 40;

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u;

/** The error with the filter on a second line and a caret under the place on a third. */
export function pointedAt(error: UserError, text: string, at: number): UserError {
  const before = clean((at > around ? "…" : "") + text.slice(Math.max(0, at - around), at));
  const after = clean(text.slice(at, at + around) + (text.length > at + around ? "…" : ""));
  const blank = Array.from(before, blankFor).join("");
  return new UserError(
    error.kind,
    [error.message, "  " + before + after, "  " + blank + "^"].join("\n"),
    error.hint,
  );
}

/** A usage error at a place of the filter. */
export function faultAt(text: string, at: number, message: string, hint?: string): UserError {
  return pointedAt(new UserError("usage", message, hint), text, at);
}

/** A word of the user's in a message: quoted, cut when long, without what could act on a terminal. */
export function quote(word: string): string {
  return '"' + short(word) + '"';
}

/** The beginning of a word, so that a message (and the search for a near word) stays small. */
export function short(word: string): string {
  return clean(word.length > around ? word.slice(0, around) + "…" : word);
}

function clean(text: string): string {
  return text.replace(unprintable, " ");
}

/** As many blanks as the character takes columns on a terminal. */
function blankFor(character: string): string {
  if (/\p{M}/u.test(character)) return "";
  return wide.test(character) ? "  " : " ";
}
