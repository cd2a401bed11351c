import { UserError } from "../errors.ts";
import type { Field } from "../field.ts";
import { faultAt, pointedAt, quote } from "./caret.ts";
import type { Setting } from "./compare.ts";
import { maxDepth } from "./parse.ts";

export interface FilterContext extends Setting {
  readonly fields: readonly Field[];
  /** The noun whose fields they are, for messages. */
  readonly noun: string;
  /** Whose records `mine` means. */
  readonly user: string;
  /** The text of a saved filter; throws not_found. */
  segment?(name: string): string;
  /** Told of every field that the filter names, those of its segments included. */
  use?(field: Field): void;
}

/** Conditions of one filter, segments included, so that segments within segments cannot grow without end. */
const maxConditions = 2_000;

/** Where the compiler stands. */
export interface Scope {
  readonly context: FilterContext;
  /** The text that `at` counts in: the filter, or the saved filter of a segment. */
  readonly text: string;
  /** The segments being expanded, outermost first. */
  readonly chain: readonly string[];
  readonly depth: number;
  /** Counted over the whole filter. */
  readonly used: { conditions: number };
}

/** The parser bounds the depth of one text; segments within segments add up. */
export function deeper(scope: Scope, at: number): Scope {
  if (scope.depth < 2 * maxDepth) return { ...scope, depth: scope.depth + 1 };
  throw faultIn(scope, at, "the filter is nested too deeply");
}

/** Runs what may throw a UserError, and says where in the filter (unless it says so itself) and in which segment. */
export function pointing<T>(scope: Scope, at: number | undefined, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const named = new UserError(error.kind, within(scope) + error.message, error.hint);
    throw at === undefined ? named : pointedAt(named, scope.text, at);
  }
}

export function faultIn(scope: Scope, at: number, message: string, hint?: string): UserError {
  return faultAt(scope.text, at, within(scope) + message, hint);
}

export function within(scope: Scope): string {
  const name = scope.chain.at(-1);
  return name === undefined ? "" : "in the segment " + quote(name) + ": ";
}

/** Counts one more condition. */
export function count(at: number, scope: Scope): void {
  if (++scope.used.conditions > maxConditions) {
    throw faultIn(scope, at, "the filter has more than " + maxConditions + " conditions");
  }
}
