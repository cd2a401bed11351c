import type { Channel } from "../store/contact.ts";
import type { DateOrder } from "../values/date-column.ts";
import type { Noun } from "./headers.ts";

/** How the text of a cell is mended before it is read (forms.ts). */
export type Form = "blankDash" | "googleLabels" | "jsonList" | "quotedTags" | "salesforceId" | "share";

/**
 * What a column is read into: "field", "field label" ("phone home"), "field several" where semicolons stand between
 * several, "custom" or "custom Name", or "ignore".
 */
export type ColumnSaid =
  | string
  | {
      readonly as: string;
      /** The column with the label, "#" standing for the number in the name. */
      readonly labelIn?: string;
      readonly form?: Form;
    };

/** Rows that are no records, such as failed payments: those that have one of these words in each of the columns. */
export interface LeftOut {
  readonly columns: readonly string[];
  /** In small letters; "" for an empty cell, "*" for one that is not. */
  readonly words: readonly string[];
  readonly why: string;
  /** Rows with the same cell in this column as one that was left out are left out too: further lines of an order. */
  readonly like?: string;
}

/** What one product writes of one kind of record. Plain data: another thread reads by it too. */
export interface Layout {
  readonly product: string;
  /** As told to a person: "Google Contacts (2024)". */
  readonly title: string;
  readonly noun: Noun;
  /** Column names of which a file has at least so many; their order does not count. */
  readonly signature: readonly string[];
  readonly atLeast: number;
  /** Column names that no such file has, though it has the others. */
  readonly never?: readonly string[];
  /** What is not understood by its name, or would be misunderstood. A "#" in a name stands for a number. */
  readonly columns: Readonly<Record<string, ColumnSaid>>;
  /** Whose the ids are; the product's own name when left out. */
  readonly source?: string;
  /** Of dates that could be either. */
  readonly dateOrder?: DateOrder;
  /** What the first cell of a line below the records begins with. */
  readonly footer?: readonly string[];
  readonly leftOut?: readonly LeftOut[];
  /** An apostrophe before digits keeps a spreadsheet from changing them. */
  readonly guardsDigits?: boolean;
  /** Between several values in one cell. */
  readonly severalBy?: string;
  /** By words in the file's name: everybody in it has refused a channel. */
  readonly refusedIfNamed?: Readonly<Record<string, Channel>>;
}
