import { UserError } from "../errors.ts";
import type { Field, FieldType } from "../field.ts";
import { addDays } from "../values/date.ts";
import { fold } from "../values/fold.ts";
import { quote } from "./caret.ts";
import { dayOfAge, secondsOf } from "./days.ts";
import { inOtherCurrencies, readAmount } from "./money.ts";
import { bind, bindAll, glue, joined, type Param, type Sql } from "./sql.ts";
import type { Operator } from "./tokens.ts";

/** What a value means depends on. */
export interface Setting {
  /** The local day, `YYYY-MM-DD`. */
  readonly today: string;
  readonly zone: string;
  readonly currency: string;
  /** A date word as `YYYY-MM-DD`; throws a usage error when it is none. */
  date(text: string): string;
}

/** One comparison: `!=` has become the negation of `=` before. */
export interface Comparison {
  readonly field: Field;
  readonly op: Exclude<Operator, "!=">;
  readonly value: string;
  readonly setting: Setting;
  /** The SQL of the column that holds the currency of a money field, if the record has one. */
  readonly currencyColumn: Sql | undefined;
  fault(message: string, hint?: string): UserError;
}

type Order = Exclude<Operator, "!=" | "~">;

/** The value as it is bound, for the types where equality is `column = ?`. */
const scalars: Readonly<Record<Exclude<FieldType, "instant" | "money">, (comparison: Comparison) => Param>> =
  {
    text: (comparison) => fold(wordOf(comparison)),
    list: (comparison) => fold(comparison.value),
    id: toNumber,
    integer: toNumber,
    number: toNumber,
    percent: toNumber,
    flag: toFlag,
    date: (comparison) => toDay(comparison).day,
  };

/** The condition that a column stands in the relation to the value; NULL where the column is NULL. */
export function compare(column: Sql, comparison: Comparison): Sql {
  const { op, field } = comparison;
  const { type } = field;
  if (op === "~") return contains(column, comparison);
  if (type === "flag" && op !== "=") throw wrongOperator(comparison, "=");
  if (type === "date") return compareDate(column, op, comparison);
  if (type === "instant") return compareInstant(column, op, comparison);
  if (type === "money") return compareMoney(column, op, comparison);
  return glue(folded(column, type), " " + op + " ", bind(scalars[type](comparison)));
}

/** The condition that a column is equal to one of the values (at least one, all of the same field). */
export function isOneOf(column: Sql, comparisons: readonly Comparison[]): Sql {
  const type = comparisons[0]!.field.type;
  if (type === "instant" || type === "money") {
    return joined(
      comparisons.map((one) => compare(column, one)),
      "or",
    );
  }
  return glue(folded(column, type), " IN (", bindAll(comparisons.map(scalars[type])), ")");
}

/** The condition that a column holds something; never NULL. */
export function isFilled(column: Sql, type: FieldType): Sql {
  return isText(type) ? glue("coalesce(", column, ", '') <> ''") : glue(column, " IS NOT NULL");
}

function isText(type: FieldType): boolean {
  return type === "text" || type === "list" || type === "date" || type === "instant";
}

function folded(column: Sql, type: FieldType): Sql {
  return type === "text" || type === "list" ? glue("fold(", column, ")") : column;
}

/** A date may be asked for by its beginning or its month and day (`birthday ~ -03-04`), so it is text here. */
function contains(column: Sql, comparison: Comparison): Sql {
  const { type } = comparison.field;
  if (!isText(type) || type === "instant") throw wrongOperator(comparison, "= != > >= < <=");
  const pattern = "%" + fold(comparison.value).replace(/[\\%_]/g, "\\$&") + "%";
  // SQLite refuses patterns over 50,000 bytes.
  if (Buffer.byteLength(pattern) > 50_000) throw comparison.fault("this text is too long to search for");
  return glue(folded(column, type), " LIKE ", bind(pattern), " ESCAPE '\\'");
}

function wrongOperator({ field, op, fault }: Comparison, allowed: string): UserError {
  const what = field.key + " (" + field.type + ")";
  return fault('"' + op + '" does not work on ' + what, "use " + allowed + " or " + field.key + ":empty");
}

/** Where a field has few words, the one that is meant: "cant lose them" is Can't Lose Them. */
function wordOf({ field, value, fault }: Comparison): string {
  const words = field.words?.();
  if (words === undefined) return value;
  const plain = (text: string) => fold(text).replace(/[^\p{L}\p{N}]/gu, "");
  const word =
    words.find((one) => fold(one) === fold(value)) ?? words.find((one) => plain(one) === plain(value));
  if (word === undefined) throw fault(quote(value) + " is no " + field.key, words.join(", "));
  return word;
}

/** A percentage is kept as a ratio: 50 % is 0.5. */
function toNumber({ field, value, fault }: Comparison): number {
  const digits = field.type === "percent" ? value.replace(/ ?%$/, "") : value;
  const number = Number(digits);
  const isNumber = /^-?\d+(\.\d+)?$/.test(digits) && Number.isFinite(number);
  if (isNumber) return field.type === "percent" ? number / 100 : number;
  const example = field.type === "percent" ? "50 or 50%" : "1000 or 12.5";
  throw fault(quote(value) + " is not a number", "write " + example + ", without separators for thousands");
}

function toFlag({ value, fault }: Comparison): number {
  const word = fold(value);
  if (word === "yes" || word === "true") return 1;
  if (word === "no" || word === "false") return 0;
  throw fault(quote(value) + " is neither yes nor no", "write yes, no, true or false");
}

/** The day meant, and whether it was given as an age: then "less" means later. A day without year is itself. */
function toDay(comparison: Comparison): { readonly day: string; readonly isAge: boolean } {
  const { field, op, value, setting, fault } = comparison;
  if (field.type === "date" && /^--\d\d-\d\d$/.test(value)) {
    if (op === "=") return { day: value, isAge: false };
    throw fault(quote(value) + " has no year", "use = or ~ for a day without year");
  }
  const day = dayOfAge(value, setting.today);
  if (day !== undefined) return { day, isAge: true };
  try {
    return { day: setting.date(value), isAge: false };
  } catch (error) {
    throw error instanceof UserError ? fault(error.message, error.hint) : error;
  }
}

const mirrored: Readonly<Record<Order, Order>> = { "=": "=", ">": "<", ">=": "<=", "<": ">", "<=": ">=" };

function compareDate(column: Sql, order: Order, comparison: Comparison): Sql {
  const { day, isAge } = toDay(comparison);
  const op = isAge ? mirrored[order] : order;
  // Days without year (--03-04) sort before '0': the lower bound leaves them out.
  if (op === "<") return glue(column, " BETWEEN '0' AND ", bind(addDays(day, -1)));
  if (op === "<=") return glue(column, " BETWEEN '0' AND ", bind(day));
  return glue(column, " " + op + " ", bind(day));
}

/** A moment is compared with a whole local day: `=` is within it, `>` after its end, `<` before its beginning. */
function compareInstant(column: Sql, order: Order, comparison: Comparison): Sql {
  const { day, isAge } = toDay(comparison);
  const op = isAge ? mirrored[order] : order;
  const { first, last } = secondsOf(day, comparison.setting.zone);
  if (op === "=") return glue(column, " BETWEEN ", bind(first), " AND ", bind(last));
  return glue(column, " " + op + " ", bind(op === ">" || op === "<=" ? last : first));
}

/**
 * Minor units are compared. An amount without a currency word is taken in the currency of each record, so its
 * number of minor units depends on that record's currency.
 */
function compareMoney(column: Sql, op: Order, comparison: Comparison): Sql {
  const { field, value, setting, currencyColumn, fault } = comparison;
  const amount = readAmount(value, setting.currency);
  if (amount === undefined) {
    throw fault(
      quote(value) + " is not an amount",
      "write 1000, 1000.50 or 1000 EUR, without separators for thousands",
    );
  }
  const base = glue(column, " " + op + " ");
  if (amount.isNamed && currencyColumn !== undefined) {
    return glue("(", base, bind(amount.minor), " AND ", currencyColumn, " = ", bind(amount.currency), ")");
  }
  if (amount.currency !== setting.currency) throw fault(field.key + " is kept in " + setting.currency);
  if (currencyColumn === undefined) return glue(base, bind(amount.minor));
  const cases = inOtherCurrencies(amount).map(({ codes, minor }) =>
    glue(" WHEN ", currencyColumn, " IN (", bindAll(codes), ") THEN ", bind(minor)),
  );
  return glue(base, "CASE", ...cases, " ELSE ", bind(amount.minor), " END");
}
