/**
 * What can be shown, filtered, sorted and exported of a record: one list a noun, written beside its SQL,
 * used by every list, export, filter and report.
 */
export type FieldType =
  | "id"
  | "text"
  | "integer"
  | "number"
  | "percent"
  | "money"
  | "date"
  | "instant"
  | "flag"
  | "list";

/** A column of output. `money` holds minor units; its currency stands under `currencyKey` (default "currency"). */
export interface Column {
  readonly key: string;
  readonly header: string;
  readonly type: FieldType;
  readonly currencyKey?: string;
  /** The cell is left out of the table on a terminal (not of csv or json) unless asked for with --fields. */
  readonly detail?: boolean;
  /** In a list on a narrow terminal: "whole" is not cut while others can be left out, "spare" is left out first. */
  readonly room?: "whole" | "spare";
}

/** A row of output: flat, keyed by column key. */
export type Row = Readonly<Record<string, unknown>>;

/** Rows that are read while they are written; some can come as JSON texts, an object each, without being taken apart. */
export interface Rows extends Iterable<Row> {
  /** The members in the order of the keys, as JSON.stringify writes them. */
  readonly objects?: (keys: readonly string[]) => Iterable<string>;
}

/**
 * A column with its SQL. `sql` is an expression over the noun's table. A field with `each` has many values:
 * `sql` then gives them joined for display, and `each` is a subquery head that ends in WHERE, whose value
 * expression is `value`, so that `tag = vip` is true when any of them is equal.
 */
export interface Field extends Column {
  readonly sql: string;
  /** Other words for it in filters, --fields and --sort ("tag" for "tags"). */
  readonly aliases?: readonly string[];
  readonly each?: { readonly from: string; readonly value: string };
  /** The only values there are, if it is so: a filter for another one is a mistake, not an empty list. */
  readonly words?: () => readonly string[];
  /** Values bound to the `?` in `sql` or `each.from` (custom fields). */
  readonly params?: readonly (string | number)[];
  /**
   * Without a row in this table every value is `without` (left out: null). A list then does not ask for it, which for
   * ten thousand records takes two milliseconds a field.
   */
  readonly only?: { readonly table: string; readonly without?: 0 };
  /**
   * The same value as `sql`, of a row that several fields have in common: `join` finds it once for all of them. For lists
   * alone; a filter or a sort uses `sql`.
   */
  readonly shared?: { readonly join: string; readonly sql: string };
  /** Works out what `sql` reads; to be called before a statement that holds it. */
  readonly prepare?: () => Promise<void>;
}
