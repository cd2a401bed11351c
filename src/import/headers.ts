import { UserError } from "../errors.ts";
import { labelWords, many, needed } from "./field-rules.ts";
import { synonyms } from "./synonyms.ts";

export type Noun = keyof typeof synonyms;
export const nouns = Object.keys(synonyms) as readonly Noun[];
export type FieldOf<N extends Noun> = keyof (typeof synonyms)[N] & string;
export type Label = keyof typeof labelWords;

/** What a column is read into. */
export interface Target<Field extends string = string> {
  readonly field: Field;
  /** Which of several: "Work Email", "Home City". */
  readonly label?: Label;
  /** The number in the name: 2 in "Email 2" and in "Address line 2". */
  readonly index?: number;
  /** The column whose cell says which of several it is, row by row. */
  readonly labelAt?: number;
  /** A cell can hold several, with semicolons between them, where others would be one. */
  readonly several?: boolean;
  /** An amount in minor units: cents. */
  readonly minor?: boolean;
}

/** What is known of a column without its name being understood; null: it is not read, undefined: nothing. */
export type KnownTarget = (name: string, at: number) => Guess | null | undefined;

export interface HeaderMap<Field extends string = string> {
  /** One for each column; null when its name is not understood, or another column is nearer to the same field. */
  readonly columns: readonly (Target<Field> | null)[];
  /** Columns of which an empty cell is that of another one, in this order: both were said to be the same field. */
  readonly instead: readonly { readonly at: number; readonly from: number }[];
  /** The names of the columns that are null. */
  readonly unused: readonly string[];
  /** What the noun cannot do without and has no column: "date", "amount or unitPrice". */
  readonly missing: readonly string[];
}

/**
 * A target with how near the name is to the field's own: 0 is nearest, a name with a number or a label is far. Less than
 * 0: nothing is guessed.
 */
export interface Guess {
  readonly target: Target;
  readonly distance: number;
}

const derived = 1000;

/**
 * Understands column names by their synonyms. Where two columns stand for a field that a record has only one of, the
 * nearer name wins, then the first; the other is not used, but for one that is known: it fills the empty cells.
 */
export function mapHeaders<N extends Noun>(
  noun: N,
  header: readonly string[],
  known: KnownTarget = () => undefined,
): HeaderMap<FieldOf<N>> {
  const guesses = header.map((name, at) => {
    const found = known(name, at);
    return found === undefined ? guess(noun, name) : found;
  });
  const winners = new Map<string, number>();
  guesses.forEach((found, at) => {
    if (found === null || isMany(noun, found.target.field)) return;
    const best = guesses[winners.get(found.target.field) ?? -1];
    if (!best || found.distance < best.distance) winners.set(found.target.field, at);
  });
  const columns = guesses.map((found, at) => {
    if (found === null || (winners.get(found.target.field) ?? at) !== at) return null;
    return found.target as Target<FieldOf<N>>;
  });
  const instead = guesses
    .flatMap((found, from) => {
      const at = found === null ? undefined : winners.get(found.target.field);
      if (found === null || at === undefined || at === from || !canStandIn(found, guesses[at])) return [];
      return [{ at, from, distance: found.distance }];
    })
    .sort((a, b) => a.distance - b.distance);
  const fields = new Set<string>(columns.flatMap((target) => target?.field ?? []));
  const missing = (needed[noun] ?? []).filter((oneOf) => !oneOf.some((field) => fields.has(field)));
  return {
    columns,
    instead,
    unused: header.filter((_, at) => columns[at] === null && !instead.some(({ from }) => from === at)),
    missing: missing.map((oneOf) => oneOf.join(", ").replace(/, ([^,]*)$/, " or $1")),
  };
}

/** Whether the cell of a column can be read as that of another one: nobody guessed, and neither is one of several. */
function canStandIn({ target, distance }: Guess, other: Guess | null | undefined): boolean {
  if (!other || distance >= 0 || other.distance >= 0) return false;
  const { index, labelAt, several, minor } = target;
  const is = other.target;
  const isPlain = index === undefined && is.index === undefined && labelAt === undefined;
  return isPlain && is.labelAt === undefined && several === is.several && minor === is.minor;
}

/** Tells whether a column name is understood for a noun, which finds the header below a title. */
export function knownHeader(noun: Noun): (name: string) => boolean {
  return (name) => guess(noun, name) !== null;
}

/** Ends with a file that has no column for what its records cannot do without. */
export function refuseMissing(file: string, { missing, unused }: HeaderMap): void {
  if (missing.length === 0) return;
  const others = unused.length === 0 ? "" : " (not understood: " + shortNames(unused.slice(0, 12)) + ")";
  const lacks = missing.map(inWords).join(", and none for ");
  throw new UserError(
    "refused",
    file + " has no column for " + lacks + others,
    "name it so in the first line, or say which it is: --map FILE",
  );
}

/** As they stand in a message: what is no table has a name as long as the file. */
export function shortNames(names: readonly string[]): string {
  return names.map((name) => (name.length > 60 ? name.slice(0, 60) + "..." : name)).join(", ");
}

function isMany(noun: Noun, field: string): boolean {
  return many[noun]?.includes(field) ?? false;
}

/** What is in parentheses may be a label ("Phone (mobile)"), else it is a unit ("Amount (EUR)") and does not count. */
function guess(noun: Noun, header: string): Guess | null {
  const whole = header.replace(/[()[\]]/g, " ");
  const outside = header.replace(/\([^)]*\)|\[[^\]]*\]/g, " ");
  return guessKey(noun, keyOf(whole)) ?? guessKey(noun, keyOf(outside));
}

function guessKey(noun: Noun, key: string): Guess | null {
  const exact = namesOf(noun).get(key);
  if (exact !== undefined) return exact;
  const number = /\d{1,2}/.exec(key)?.[0];
  const bare = number === undefined ? key : key.replace(number, "");
  const plain = namesOf(noun).get(bare)?.target;
  const target = plain !== undefined && isMany(noun, plain.field) ? plain : labelled(noun, bare);
  if (target === null) return null;
  return { target: number === undefined ? target : { ...target, index: Number(number) }, distance: derived };
}

/** "workemail" and "emailwork" to the email of work; "mobile" alone and "homefax" to a phone. */
function labelled(noun: Noun, key: string): Target | null {
  for (const [word, label] of labels()) {
    const base = key.startsWith(word)
      ? key.slice(word.length)
      : key.endsWith(word)
        ? key.slice(0, -word.length)
        : null;
    if (base === null) continue;
    const field = namesOf(noun).get(base)?.target.field;
    if (field !== undefined && isMany(noun, field)) return { field, label };
    if ((label === "mobile" || label === "fax") && (base === "" || labels().has(base)))
      return { field: "phone", label };
  }
  return null;
}

/** Letters and digits only, without case and accents: "E_Mail-Adresse *" is "emailadresse". */
function keyOf(name: string): string {
  const plain = name.normalize("NFKD").toLowerCase().replaceAll("ß", "ss");
  return plain.replace(/[^\p{L}\p{N}]/gu, "");
}

const names = new Map<Noun, Map<string, Guess>>();

function namesOf(noun: Noun): Map<string, Guess> {
  const known = names.get(noun);
  if (known !== undefined) return known;
  const made = new Map<string, Guess>();
  for (const [field, list] of Object.entries(synonyms[noun])) {
    const own = { target: { field }, distance: 0 };
    made.set(keyOf(field), own);
    list.split(",").forEach((name, distance) => {
      const key = keyOf(name);
      if (!made.has(key)) made.set(key, { target: { field }, distance });
    });
  }
  names.set(noun, made);
  return made;
}

/** The label that a word stands for: "Work" and "* Work" are work; null for an empty one, another word stays. */
export function labelOf(word: string): string | null {
  const plain = word.replace(/^[*\s]+/, "").trim();
  return plain === "" ? null : (labels().get(keyOf(plain)) ?? plain.toLowerCase());
}

let labelMap: Map<string, Label> | undefined;

/** "firstName" is first name to a person. */
export function inWords(field: string): string {
  return field.replace(/[A-Z]/g, (capital) => " " + capital.toLowerCase());
}

/** The names of a noun's fields. */
export function fieldNames(noun: Noun): string[] {
  return Object.keys(synonyms[noun]);
}

export function labelNames(): Label[] {
  return Object.keys(labelWords) as Label[];
}

/** Label words to labels, the longer words first. */
function labels(): Map<string, Label> {
  labelMap ??= new Map(
    Object.entries(labelWords)
      .flatMap(([label, words]) =>
        words.split(",").map((word): [string, Label] => [keyOf(word), label as Label]),
      )
      .sort(([a], [b]) => b.length - a.length),
  );
  return labelMap;
}
