import type { Channel } from "../store/contact.ts";
import { BadCell, type Col, lineOf, quote } from "./columns.ts";

type Field = "refuseEmail" | "refuseCall" | "refuseChat" | "refuseLetter" | "acceptEmail" | "acceptChat";

/** Columns that say no with a yes ("Email Opt Out"), by the channel that is refused. */
const refusing: readonly (readonly [Field, Channel])[] = [
  ["refuseEmail", "email"],
  ["refuseCall", "call"],
  ["refuseChat", "chat"],
  ["refuseLetter", "letter"],
];
/** Columns that say no with a no ("Accepts Email Marketing"). Their yes proves no consent, and is not taken as one. */
const accepting: readonly (readonly [Field, Channel])[] = [
  ["acceptEmail", "email"],
  ["acceptChat", "chat"],
];

const yes =
  /^(yes|y|true|t|1|on|x|ja|oui|s[ií]|opted[ -]?out|opt[ -]?out|unsubscribed|do not .*|manual|consent link)$/i;
const no =
  /^(no|n|false|f|0|off|nein|non|unsubscribed|not[ _]subscribed|no consent|opted[ -]?out|never|archived|cleaned|pending|redacted|invalid)$/i;
const accepted = /^(yes|y|true|t|1|on|x|ja|oui|s[ií]|subscribed|opted[ -]?in|single opt-in|confirmed)$/i;
const notRefused = /^(no|n|false|f|0|off|nein|non|opted[ -]?in|subscribed)$/i;

/** The channels by which a person does not want to be reached. A word that is neither yes nor no is a fault of the row. */
export function refusalReader(
  columnsOf: (field: Field) => readonly Col[],
  always: readonly Channel[],
): (cells: readonly string[]) => readonly Channel[] {
  const cols = [...refusing, ...accepting].flatMap(([field, channel]) =>
    columnsOf(field).map((col) => ({ col, channel, accepts: field.startsWith("accept") })),
  );
  if (cols.length === 0) return () => always;
  return (cells) => {
    const refused = new Set(always);
    for (const { col, channel, accepts } of cols) {
      const text = lineOf(cells, col);
      if (text !== null && isRefusal(col, text, accepts)) refused.add(channel);
    }
    return [...refused];
  };
}

/** The moment of an unsubscription says yes as well. */
function isRefusal(col: Col, text: string, accepts: boolean): boolean {
  const [refusal, rest] = accepts ? [no, accepted] : [yes, notRefused];
  if (refusal.test(text) || (!accepts && /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\b/.test(text))) return true;
  if (rest.test(text)) return false;
  throw new BadCell(col, text, quote(text) + " is neither yes nor no", "is neither yes nor no");
}
