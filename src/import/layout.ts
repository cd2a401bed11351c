import { UserError, unknownWord } from "../errors.ts";
import { fold } from "../values/fold.ts";
import { forms } from "./forms.ts";
import {
  fieldNames,
  type HeaderMap,
  type KnownTarget,
  type Label,
  labelNames,
  mapHeaders,
  type Noun,
  shortNames,
  type Target,
} from "./headers.ts";
import type { ColumnSaid, Form, Layout } from "./product.ts";
import { layoutFrom, layouts, recognise } from "./products.ts";

/** What a mapping file says of the columns: plain data, for another thread reads by it too. */
export interface ColumnMap {
  readonly columns: Readonly<Record<string, ColumnSaid>>;
}

export type Extra = "fields" | "ignore" | "fail";

/** How the columns of a file are to be understood. */
export interface MapTask {
  readonly noun: Noun;
  /** What the file is called in messages. */
  readonly file: string;
  /** A product, or undefined: it is recognised. */
  readonly from: string | undefined;
  readonly map: ColumnMap | undefined;
  /** What becomes of columns that are not understood. */
  readonly extra: Extra;
  /** Names of the custom fields that are there, folded: a column called so is kept whatever `extra` says. */
  readonly ownFields: readonly string[];
}

/** A column that becomes a custom field. */
export interface ExtraColumn {
  readonly at: number;
  readonly name: string;
}

/** The columns of one file, understood. */
export interface Understood extends HeaderMap {
  readonly layout: Layout | null;
  readonly extras: readonly ExtraColumn[];
  /** Cells that are mended before they are read, by column. */
  readonly forms: readonly { readonly at: number; readonly form: Form }[];
}

/** What a word behind "as" stands for. */
type Meaning =
  | {
      readonly kind: "target";
      readonly target: Target;
      readonly rank: number;
      readonly form?: Form | undefined;
    }
  | { readonly kind: "custom"; readonly name: string; readonly form?: Form | undefined }
  | { readonly kind: "ignore" | "quiet"; readonly form?: undefined };

/** More than any rank: what is said of a column by name is nearer than what its name says. */
const farthest = 100_000;

/** Understands the columns of a file: by the mapping, then by the product's layout, then by their names. */
export function understand(header: readonly string[], task: MapTask): Understood {
  const { noun, file } = task;
  const layout = layoutOf(header, task);
  const meanings = meaningsOf(header, task, layout);
  const asked = new Set(Object.keys(task.map?.columns ?? {}).map((name) => name.toLowerCase()));
  const known: KnownTarget = (_, at) => {
    const meaning = meanings[at];
    if (meaning === undefined) return undefined;
    return meaning.kind === "target" ? { target: meaning.target, distance: meaning.rank - farthest } : null;
  };
  const map = mapHeaders(noun, header, known);
  const quiet = header.filter((_, at) => meanings[at]?.kind === "quiet");
  const isOwn = (name: string) => task.ownFields.includes(fold(name));
  const unclear = header.flatMap((name, at) =>
    map.columns[at] === null && meanings[at] === undefined && !isOwn(name) ? [{ at, name }] : [],
  );
  if (task.extra === "fail" && unclear.length > 0) throw leftOver(file, unclear);
  const extras = header.flatMap((name, at): ExtraColumn[] => {
    const meaning = meanings[at];
    if (meaning?.kind === "custom") return [{ at, name: meaning.name }];
    // What our own export leaves out is a field of the record already, or is worked out.
    const isOurs = meaning?.kind === "ignore" && layout?.product === "crm";
    const isKnown = meaning?.kind === "quiet" || isOurs || asked.has(name.toLowerCase());
    const isLeft = map.columns[at] === null && !isKnown && !map.instead.some(({ from }) => from === at);
    return isLeft && (task.extra === "fields" || isOwn(name)) ? [{ at, name }] : [];
  });
  const kept = new Set(extras.map(({ at }) => at));
  return {
    ...map,
    unused: map.unused.filter((name) => !kept.has(header.indexOf(name)) && !quiet.includes(name)),
    layout,
    extras,
    forms: header.flatMap((_, at) => {
      const form = meanings[at]?.form;
      return form === undefined ? [] : [{ at, form }];
    }),
  };
}

function leftOver(file: string, left: readonly ExtraColumn[]): UserError {
  const names = shortNames(left.map(({ name }) => name));
  const hint =
    "--extra fields keeps them as custom fields, --extra ignore leaves them out, --map FILE says what they are";
  return new UserError("refused", file + ": columns that are not understood: " + names, hint);
}

/** The layout that was asked for or is recognised; null: none. One of another noun is an error that names it. */
function layoutOf(header: readonly string[], { noun, file, from }: MapTask): Layout | null {
  if (from !== undefined) {
    const layout = layoutFrom(from, header, noun);
    if (layout !== null) return layout;
    const nouns = new Set(layouts.filter((one) => one.product === from).map((one) => one.noun));
    throw new UserError("usage", "--from " + from + " has no " + noun, "it has " + [...nouns].join(", "));
  }
  const found = recognise(header, noun);
  if (found === null || found.noun === noun) return found;
  throw new UserError(
    "refused",
    file + " is an export of " + found.title + ": " + found.noun + ", not " + noun,
    "crm import " + found.noun + " " + file + ", or say which product it is from: --from",
  );
}

/** What is said of each column; undefined: nothing. Names are compared without letter case. */
function meaningsOf(header: readonly string[], { noun, file, map }: MapTask, layout: Layout | null) {
  const places = new Map(header.map((name, at) => [name.toLowerCase(), at]));
  const own = byName(layout?.columns ?? {});
  const asked = byName(map?.columns ?? {});
  return header.map((name): Meaning | undefined => {
    const key = name.toLowerCase();
    const wish = asked.get(key);
    if (wish !== undefined) return meaningOf(wish, { noun, name, where: file + ", mapping of " + name });
    const number = /\d+/.exec(key)?.[0];
    const known = own.get(key) ?? own.get(withoutZone(key)) ?? own.get(key.replace(/\d+/, "#"));
    if (known === undefined) return undefined;
    const where = "the layout " + layout?.title;
    const meaning = meaningOf({ ...known, rank: asked.size + known.rank }, { noun, name, where });
    const { labelIn } = typeof known.said === "string" ? {} : known.said;
    const isNumbered = number !== undefined && !own.has(key);
    if (meaning.kind !== "target" || (!isNumbered && labelIn === undefined)) return meaning;
    const labelAt = labelIn
      ?.split("|")
      .map((label) => places.get(label.replace("#", number ?? "").toLowerCase()))
      .find((at) => at !== undefined);
    const target = {
      ...meaning.target,
      ...(isNumbered ? { index: Number(number) } : {}),
      ...(labelAt === undefined ? {} : { labelAt }),
    };
    return { ...meaning, target };
  });
}

/** "Create Date (CET)" is "Create Date". */
function withoutZone(name: string): string {
  return name.replace(/\s*\([a-z]{2,5}(?:[+-]\d+)?\)$/, "");
}

/** What is said of a column, and how many were said something before it: of two for one field the first holds. */
interface Wish {
  readonly said: ColumnSaid;
  readonly rank: number;
}

function byName(columns: Readonly<Record<string, ColumnSaid>>): Map<string, Wish> {
  return new Map(Object.entries(columns).map(([name, said], rank) => [name.toLowerCase(), { said, rank }]));
}

/** Reads "phone home", "company several", "amount minor", "custom Name", "ignore". */
export function meaningOf(
  { said, rank }: Wish,
  { noun, name, where }: { noun: Noun; name: string; where: string },
): Meaning {
  const { as, form } = typeof said === "string" ? { as: said, form: undefined } : said;
  const [field = "", ...words] = as.trim().split(/\s+/);
  if (field === "ignore" || field === "quiet") return { kind: field };
  if (field === "custom") return { kind: "custom", name: words.join(" ") || name, form };
  const known = fieldNames(noun).find((one) => one.toLowerCase() === field.toLowerCase());
  if (known === undefined) {
    const allowed = [...fieldNames(noun), "custom", "ignore"];
    throw unknownWord("usage", where + ': no field "' + field + '"', field, allowed);
  }
  const target: { -readonly [K in keyof Target]: Target[K] } = { field: known };
  for (const word of words) {
    const label = labelNames().find((one) => one === word.toLowerCase());
    if (word === "several") target.several = true;
    else if (word === "minor") target.minor = true;
    else if (label !== undefined) target.label = label as Label;
    else throw unknownWord("usage", where + ': no label "' + word + '"', word, labelNames());
  }
  return { kind: "target", target, rank, form };
}

/** Makes the cells of a row as the readers expect them; undefined: nothing has to be done. */
export function mender(
  understood: Understood,
): ((cells: readonly string[]) => readonly string[]) | undefined {
  const { layout, forms: formed, columns, instead } = understood;
  const { guardsDigits = false, severalBy } = layout ?? {};
  if (!guardsDigits && severalBy === undefined && formed.length + instead.length === 0) return undefined;
  const plainText = new Set(columns.flatMap((target, at) => (target?.field === "note" ? [at] : [])));
  return (cells) => {
    const mended = cells.map((cell, at) => {
      const bare = guardsDigits && /^'[\d+=@-]/.test(cell) ? cell.slice(1) : cell;
      return severalBy === undefined || plainText.has(at) ? bare : bare.replaceAll(severalBy, "; ");
    });
    for (const { at, form } of formed) mended[at] = forms[form](cells[at] ?? "");
    for (const { at, from } of instead) if (!mended[at]?.trim()) mended[at] = mended[from] ?? "";
    return mended;
  };
}
