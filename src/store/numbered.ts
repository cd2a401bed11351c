import { UserError } from "../errors.ts";
import { fold } from "../values/fold.ts";
import type { Db } from "./db.ts";
import { goneError, isNumberGone } from "./reference.ts";
import { tableOf } from "./tables.ts";

/** A kind of record that has a number of the user's own beside its id. */
export type Numbered = "order" | "invoice" | "quote";

interface Meaning {
  /** The id of a record that is no more is an answer, not an error: its history is asked for. */
  readonly isGoneMeant?: boolean;
}

/**
 * The id of the order, invoice or quote that a reference means. A word is an id or, in any letter case, a number; what
 * is the id of one and the number of another is ambiguous. Behind # it is the id, unless a number is written so (shops
 * number their orders #1001). The id of a record that is no more means nobody else, whoever has it as a number.
 * Where nobody has the word as id or number, it is a number without its sign, or the id that an order has elsewhere.
 */
export function findNumbered(
  db: Db,
  noun: Numbered,
  text: string,
  { isGoneMeant = false }: Meaning = {},
): number {
  const typed = text.trim();
  const word = typed.replace(/^#(?=\d+$)/, "");
  const numbered = byNumber(db, noun, typed);
  if (typed !== word && numbered.length > 0) return onlyOne({ text, noun }, numbered);
  const own = byId(db, noun, word);
  if (own.length === 0 && isNumberGone(db, tableOf[noun], word)) {
    if (isGoneMeant) return Number(word);
    throw goneError(
      noun,
      word,
      numbered.length === 0 ? undefined : "#" + numbered[0] + " has it as its number",
    );
  }
  const meant = [...new Set([...own, ...numbered])];
  const hint = own.length === 0 ? "say the id" : "say the id with its sign, such as #" + own[0];
  if (meant.length > 0) return onlyOne({ text, noun, hint }, meant);
  const ways = [() => byNumber(db, noun, word), () => byNumber(db, noun, "#" + word)];
  for (const way of noun === "order" ? [...ways, () => elsewhere(db, word)] : ways) {
    const found = way();
    if (found.length > 0) return onlyOne({ text, noun }, found);
  }
  throw new UserError("not_found", "no " + noun + ' "' + text + '"', "see: crm " + noun + " list");
}

interface Asked {
  readonly text: string;
  readonly noun: Numbered;
  readonly hint?: string;
}

function onlyOne({ text, noun, hint = "say the id" }: Asked, found: readonly number[]): number {
  const [first] = found;
  if (found.length === 1 && first !== undefined) return first;
  const named = found.slice(0, 8).map((id) => "#" + id);
  const list = found.length > 8 ? named.join(", ") + ", ..." : named.join(" or ");
  throw new UserError("ambiguous", '"' + text + '" could be ' + noun + " " + list, hint);
}

function byId(db: Db, noun: Numbered, word: string): number[] {
  if (!/^[1-9]\d{0,14}$/.test(word)) return [];
  return ids(db, "SELECT id FROM " + tableOf[noun] + " WHERE id = ?", Number(word));
}

function byNumber(db: Db, noun: Numbered, number: string): number[] {
  // Folding each of millions of numbers takes ten times as long as to compare them, and digits have no letter case.
  const column = /^#?\d+$/.test(number) ? "number" : "fold(number)";
  const sql = "SELECT id FROM " + tableOf[noun] + " WHERE " + column + " = ? ORDER BY id LIMIT 9";
  return ids(db, sql, fold(number));
}

function elsewhere(db: Db, word: string): number[] {
  const sql =
    "SELECT DISTINCT record_id AS id FROM external_id WHERE noun = 'order' AND key = ? ORDER BY id LIMIT 9";
  return ids(db, sql, word);
}

function ids(db: Db, sql: string, value: string | number): number[] {
  return db.all<{ id: number }>(sql, [value]).map(({ id }) => id);
}
