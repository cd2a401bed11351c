import type { Db } from "../db.ts";

type Health = "ok" | "warning" | "problem" | "fixed";

/** What one examination found. */
export interface Finding {
  readonly check: string;
  readonly state: Health;
  readonly found: string;
  /** What to do; null: nothing. */
  readonly next: string | null;
}

export interface Examination {
  readonly db: Db;
  /** The present moment, an instant. */
  readonly at: string;
  /** Mends what can be mended without losing anything; `db` has then to be open for writing. */
  readonly fix: boolean;
  /** Runs a change of the database as a transaction that the journal does not see. */
  readonly transaction: (work: () => void) => void;
}

export type Check = (examination: Examination) => Finding;

export function ok(check: string, found: string): Finding {
  return { check, state: "ok", found, next: null };
}

export function problem(check: string, found: string, next: string): Finding {
  return { check, state: "problem", found, next };
}

export function warning(check: string, found: string, next: string): Finding {
  return { check, state: "warning", found, next };
}

export function fixed(check: string, found: string): Finding {
  return { check, state: "fixed", found, next: null };
}

/** The first three, and how many more there are. */
export function listed(faults: readonly string[]): string {
  return faults.slice(0, 3).join("; ") + (faults.length > 3 ? "; and " + (faults.length - 3) + " more" : "");
}
