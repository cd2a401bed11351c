import type { Db, Value } from "./db.ts";
import { numbers, scanTexts } from "./search/indexing.ts";
import type { Noun } from "./tables.ts";

export interface Found {
  readonly noun: Noun;
  readonly id: number;
}

export interface SearchQuery {
  readonly text: string;
  /** Only records of this noun. */
  readonly noun?: Noun;
  /** Only in names and titles, not in the rest. */
  readonly nameOnly?: boolean;
  readonly limit: number;
}

/**
 * Records that hold the words of the text, of which the last may be the beginning of one, or whose phone number ends in
 * its digits. Only when there are none, every word may be a beginning: gathering all that begins with a common word
 * among a million records would take longer than the rest of the command. Newest first; nothing is ranked, so that a
 * common word is answered at once.
 */
export function searchRecords(db: Db, query: SearchQuery): Found[] {
  const words = query.text
    .split(/\s+/)
    .map(tokensOf)
    .filter((tokens) => tokens.length > 0);
  if (words.length === 0) return [];
  const whole = matching(db, query, words.map(asWhole).join(" AND "));
  const found = whole.length > 0 ? whole : matching(db, query, words.flat().map(asBeginning).join(" AND "));
  const isEnough = found.length >= query.limit || (query.nameOnly === true && found.length > 0);
  return isEnough || !hasNoBlanks(query.text) ? found : withInner(db, query, found);
}

/** Whether the text is of a script that puts no blanks between words, of which the index knows beginnings alone. */
function hasNoBlanks(text: string): boolean {
  // Most text has no letter beyond these, and looking up scripts takes half a millisecond.
  if (!/[\u0e00-\uffff]/.test(text)) return false;
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(
    text,
  );
}

/** The same and those that hold the words within others. */
function withInner(
  db: Db,
  { text, noun, nameOnly = false, limit }: SearchQuery,
  found: readonly Found[],
): Found[] {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const known = new Set(found.map((one) => one.noun + one.id));
  const searched = noun === undefined ? (Object.keys(numbers) as Noun[]) : [noun];
  const inner = searched.flatMap((one) =>
    scanTexts(db, one, { words, nameOnly, limit }).map((id) => ({ noun: one, id })),
  );
  return [...found, ...inner.filter((one) => !known.has(one.noun + one.id))].slice(0, limit);
}

function matching(db: Db, query: SearchQuery, words: string): Found[] {
  const ofNoun = query.noun === undefined ? -1 : numbers[query.noun];
  const sql = `
    SELECT rowid AS place
    FROM search
    WHERE search MATCH :match AND (:ofNoun < 0 OR rowid % 16 = :ofNoun)
    ORDER BY rowid DESC
    LIMIT :limit`;
  const params: Record<string, Value> = { match: matchText(query, words), ofNoun, limit: query.limit };
  return db.all<{ place: number }>(sql, params).map(({ place }) => ({
    noun: nounOf(place % 16),
    id: Math.floor(place / 16),
  }));
}

function nounOf(number: number): Noun {
  const found = Object.entries(numbers).find(([, known]) => known === number);
  if (found === undefined) throw new Error("the search index holds an unknown noun: " + number);
  return found[0] as Noun;
}

/** What the index takes for words in a piece of text: "jane@acme.example" are three. */
function tokensOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** A word as it stands, its parts side by side; the last word of a text may be cut short, but not a whole address. */
function asWhole(tokens: readonly string[], index: number, words: readonly (readonly string[])[]): string {
  const phrase = '"' + tokens.join(" ") + '"';
  return index === words.length - 1 && tokens.length < 3 ? phrase + " *" : phrase;
}

function asBeginning(token: string): string {
  return '"' + token + '" *';
}

/** The whole question in FTS5's language. */
function matchText({ text, nameOnly }: SearchQuery, words: string): string {
  if (nameOnly === true) return "name : (" + words + ")";
  const digits = phoneDigits(text);
  const inTexts = "{name body} : (" + words + ")";
  if (digits === undefined) return inTexts;
  return "(" + inTexts + ") OR digits : (" + '"' + [...digits].reverse().join("") + '" *)';
}

/** The digits of a text that can be (the end of) a phone number, without the trunk zeros; undefined for other text. */
function phoneDigits(text: string): string | undefined {
  if (!/^[+0-9 ()./-]+$/.test(text.trim())) return undefined;
  const digits = text.replace(/\D/g, "").replace(/^0+/, "");
  return digits.length >= 3 ? digits : undefined;
}
