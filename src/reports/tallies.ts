import { fold } from "../values/fold.ts";
import { noValue } from "./segment-groups.ts";

/** Groups in the making by a text; letter case aside a text is one, written as it was met first. */
export interface Tallies<T> {
  /** The group of the text; null is the group "(none)". */
  readonly of: (text: string | null) => T;
  /** By text, "(none)" last. */
  readonly all: () => { readonly name: string; readonly sums: T }[];
}

export function makeTallies<T>(empty: () => T): Tallies<T> {
  const groups = new Map<string, { readonly name: string; readonly sums: T }>();
  return {
    of: (text) => {
      const key = text === null ? "" : fold(text);
      const known = groups.get(key) ?? { name: text ?? noValue, sums: empty() };
      groups.set(key, known);
      return known.sums;
    },
    all: () => {
      const sorted = [...groups].sort(([a], [b]) => (a === "" ? 1 : b === "" ? -1 : a < b ? -1 : 1));
      return sorted.map(([, group]) => group);
    },
  };
}
