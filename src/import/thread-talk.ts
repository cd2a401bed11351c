import type { ErrorKind } from "../errors.ts";
import type { DateOrder } from "../values/date-column.ts";
import type { DateNote } from "./columns.ts";
import type { Refused } from "./drafts.ts";
import type { MapTask } from "./layout.ts";

/** What the thread is to read, and how. */
export interface ReadTask {
  readonly file: string;
  readonly encoding: string | undefined;
  readonly delimiter: string | undefined;
  readonly dateOrder: DateOrder | undefined;
  readonly currency: string;
  readonly country: string;
  readonly zone: string;
  /** The cells of rows that can be read are wanted too, in case one is refused later. */
  readonly keepCells: boolean;
  readonly map: MapTask;
}

/** A few hundred rows. */
export interface Portion {
  /** Contacts, packed. */
  readonly contacts: string;
  /** The cells of each contact's row, if they are wanted. */
  readonly cells: readonly string[];
  readonly refused: readonly Refused[];
}

/** What the thread says, in this order: opened, read as often as it takes, and ended; or failed at any time. */
export type Said =
  | { readonly kind: "opened"; readonly dates: readonly DateNote[] }
  | {
      readonly kind: "read";
      readonly read: readonly Portion[];
      /** Bytes read so far. */
      readonly bytes: number;
    }
  | { readonly kind: "ended" }
  | Failed;

export interface Failed {
  readonly kind: "failed";
  readonly fault: ErrorKind;
  readonly message: string;
  readonly hint?: string;
}

/** Portions in a message: each message wakes the other side, which costs as much as reading some rows. */
export const portions = 4;
/** Messages that the thread may be ahead: enough that it does not wait while this one writes some thousand rows. */
export const ahead = 16;
/** Between cells of a row: no cell holds a NUL. */
export const cellEnd = "\0";
