import type { Field } from "../field.ts";
import { localDate } from "../values/date.ts";
import { fold } from "../values/fold.ts";

/** How the row of the records without a value reads. */
export const noValue = "(none)";

/** Rows of a segment report in the making: one for each value, or pair of values, that was met. */
export interface Groups<S> {
  /** Under which a row holds the values, in the order of the fields. */
  readonly keys: readonly string[];
  /** The sums that a record with these values adds to: several where a field has many values. */
  readonly of: (values: readonly unknown[]) => readonly S[];
  /** In the order of the values, "(none)" last. */
  readonly rows: () => readonly { readonly values: Readonly<Record<string, string>>; readonly sums: S }[];
}

/** Between the values of a many-valued field inside SQL, and between the values of a pair here. */
const separator = "\u001f";

/** Keys of a row that a field (a custom one can have any name) must not take. */
const taken = [
  "count",
  "share",
  "customers",
  "revenueMinor",
  "revenueShare",
  "averageMinor",
  "currency",
].concat("lastContactDate");

export function makeGroups<S>(fields: readonly Field[], zone: string, empty: () => S): Groups<S> {
  const keys = fields.map(({ key }) => (taken.includes(key) ? key + "Value" : key));
  const dimensions = fields.map((field) => makeDimension(field, zone));
  const groups = new Map<string, { readonly parts: readonly string[]; readonly sums: S }>();
  const sumsOf = (parts: readonly string[]) => {
    const id = parts.join(separator);
    const group = groups.get(id) ?? { parts, sums: empty() };
    groups.set(id, group);
    return group.sums;
  };
  return {
    keys,
    of: (values) => combinations(dimensions.map((dimension, i) => dimension.read(values[i]))).map(sumsOf),
    rows: () => {
      const sorter = new Intl.Collator("en", { numeric: true });
      const found = [...groups.values()].sort((a, b) => compareParts(a.parts, b.parts, sorter));
      return found.map(({ parts, sums }) => ({
        values: Object.fromEntries(parts.map((part, i) => [keys[i]!, dimensions[i]!.spelled(part)])),
        sums,
      }));
    },
  };
}

/** Every combination of one value of each field. */
function combinations(sets: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return sets.reduce<readonly (readonly string[])[]>(
    (before, set) => before.flatMap((parts) => set.map((part) => [...parts, part])),
    [[]],
  );
}

function compareParts(a: readonly string[], b: readonly string[], sorter: Intl.Collator): number {
  for (const [i, part] of a.entries()) {
    const other = b[i] ?? "";
    if (part === other) continue;
    if (part === "" || other === "") return part === "" ? 1 : -1;
    return sorter.compare(part, other) || (part < other ? -1 : 1);
  }
  return 0;
}

interface Dimension {
  /** The values of a record in the form in which they are compared; "" for none. */
  readonly read: (value: unknown) => readonly string[];
  /** A compared form as it was written most often. */
  readonly spelled: (part: string) => string;
}

function makeDimension(field: Field, zone: string): Dimension {
  const known = new Map<unknown, readonly { readonly text: string; readonly part: string }[]>();
  const spellings = new Map<string, Map<string, number>>();
  const note = (part: string, text: string) => {
    const counts = spellings.get(part) ?? new Map<string, number>();
    spellings.set(part, counts.set(text, (counts.get(text) ?? 0) + 1));
  };
  return {
    read: (value) => {
      const found =
        known.get(value) ?? textsOf(field, value, zone).map((text) => ({ text, part: fold(text) }));
      known.set(value, found);
      for (const { part, text } of found) note(part, text);
      return found.length === 0 ? [""] : [...new Set(found.map(({ part }) => part))];
    },
    spelled: (part) => mostFrequent(spellings.get(part)) ?? noValue,
  };
}

/** The texts of a field's values, each letter case aside as it was met first. */
export function makeValueReader(field: Field, zone: string): (value: unknown) => readonly string[] {
  const spelled = new Map<string, string>();
  const known = new Map<unknown, readonly string[]>();
  const first = (text: string) => {
    const part = fold(text);
    const spelling = spelled.get(part) ?? text;
    spelled.set(part, spelling);
    return spelling;
  };
  return (value) => {
    const found = known.get(value) ?? [...new Set(textsOf(field, value, zone).map(first))];
    known.set(value, found);
    return found;
  };
}

/** What is to be told apart of a value: of dates and instants the month, in the zone. */
function textsOf({ type }: Field, value: unknown, zone: string): readonly string[] {
  if (value === null || value === undefined || value === "") return [];
  const text = String(value);
  switch (type) {
    case "list":
      return text.split(separator);
    case "flag":
      return [value === 0 ? "no" : "yes"];
    case "instant":
      return [localDate(text, zone).slice(0, 7)];
    case "date":
      // A birthday without its year begins with two dashes.
      return [text.slice(0, text.startsWith("--") ? 4 : 7)];
    default:
      return [text];
  }
}

function mostFrequent(counts: ReadonlyMap<string, number> | undefined): string | undefined {
  let best: string | undefined;
  for (const [text, count] of counts ?? []) {
    const most = best === undefined ? 0 : (counts?.get(best) ?? 0);
    if (count > most || (count === most && text < (best ?? ""))) best = text;
  }
  return best;
}
