import type { Db } from "../store/db.ts";
import { bandRank } from "./amount-band.ts";
import type { DealsLeftOut } from "./deals.ts";
import { type Coder, makeCube, noSums, type Part, type Sums } from "./pivot/cube.ts";
import { dealFacts } from "./pivot/deal-facts.ts";
import { contactFacts, type Dimension, type FactScope, type Facts } from "./pivot/facts.ts";
import { orderFacts } from "./pivot/order-facts.ts";
import type { LeftOut } from "./purchases.ts";
import { type Head, type ReportScope, ratio, rounded } from "./scope.ts";
import { noValue } from "./segment-groups.ts";
import { windowText } from "./window.ts";

export const pivotNouns = ["contacts", "deals", "orders"] as const;
export type PivotNoun = (typeof pivotNouns)[number];

export type MeasureType = "count" | "money" | "ratio";

interface Measure {
  readonly type: MeasureType;
  readonly about: string;
  readonly of: (sums: Sums) => number | null;
}

const divided = (part: number, whole: number) => (whole === 0 ? null : part / whole);

const count: Measure = { type: "count", about: "records", of: ({ n }) => n };
const customers: Measure = { type: "count", about: "different customers", of: (sums) => sums.customers };
const revenue: Measure = { type: "money", about: "revenue net of refunds", of: ({ amount }) => amount };
const perCustomer: Measure = {
  ...{ type: "money", about: "net revenue / customers" },
  of: (sums) => divided(sums.amount, sums.customers),
};

/** By noun, the first one is what is shown when nobody says. */
export const measures: Readonly<Record<PivotNoun, Readonly<Record<string, Measure>>>> = {
  contacts: {
    ...{ count, customers, revenue, perCustomer },
    conversion: {
      ...{ type: "ratio", about: "customers / contacts" },
      of: (sums) => ratio(sums.customers, sums.n),
    },
  },
  deals: {
    ...{ count, amount: { type: "money", about: "sum of amounts", of: ({ amount }: Sums) => amount } },
    average: {
      ...{ type: "money", about: "amount / deals with an amount" },
      of: ({ amount, valued }) => divided(amount, valued),
    },
    weighted: { type: "money", about: "open amount x probability", of: ({ weighted }) => weighted },
    won: { type: "count", about: "deals won", of: ({ won }) => won },
    winrate: { type: "ratio", about: "won / (won + lost)", of: ({ won, lost }) => ratio(won, won + lost) },
  },
  orders: {
    ...{ revenue, count, customers, perCustomer },
    average: { type: "money", about: "net revenue / orders", of: ({ amount, n }) => divided(amount, n) },
  },
};

export interface PivotScope extends ReportScope {
  readonly of: PivotNoun;
  /** One or two; a second one stands below the first, which has a sum of its own. */
  readonly rows: readonly Dimension[];
  readonly cols: readonly Dimension[];
  /** A key of `measures` of the noun. */
  readonly measure: string;
}

type Value = { readonly value: number | null; readonly n: number };

/** With the value of each dimension under its key. */
export type PivotRow = Value & { readonly currency: string } & Readonly<
    Record<string, string | number | null>
  >;

export type PivotReport = Omit<Head, "leftOut"> & {
  /** Of orders, or of deals. */
  readonly leftOut: LeftOut | DealsLeftOut;
  readonly of: PivotNoun;
  readonly measure: string;
  readonly measureType: MeasureType;
  readonly by: { readonly rows: readonly string[]; readonly cols: readonly string[] };
  /** One a cell that has records. */
  readonly rows: readonly PivotRow[];
  readonly subtotals: readonly PivotRow[];
  readonly rowTotals: readonly PivotRow[];
  readonly colTotals: readonly PivotRow[];
  readonly total: Value;
};

/**
 * The cube: a measure of contacts, deals or orders by one or two row fields and a column field. Each level (cells, rows,
 * subtotals, columns, total) is worked out from its own records: a ratio of a total is that of the sums, a customer in
 * three months is one customer, and a contact with two tags counts once in the total. Sorted by value of the fields.
 */
export function pivotReport(db: Db, scope: PivotScope): PivotReport {
  const dimensions = [...scope.rows, ...scope.cols];
  const isRow = dimensions.map((_, i) => i < scope.rows.length);
  const levels = [
    ...[dimensions.map(() => true), isRow, isRow.map((row) => !row), dimensions.map(() => false)],
    ...(scope.rows.length < 2
      ? []
      : [dimensions.map((_, i) => i === 0), dimensions.map((_, i) => i === 0 || !isRow[i])]),
  ];
  const { facts, coders, leftOut: left } = factsOf[scope.of](db, { ...scope, dimensions, levels });
  const cube = makeCube(
    levels,
    dimensions.map(({ from }) => from.kind === "period"),
  );
  facts(cube.add);
  const measure = measures[scope.of][scope.measure]!;
  const given = measure.type === "money" ? rounded : (number: number | null) => number;
  const valued = (sums: Sums): Value => ({ value: given(measure.of(sums)), n: sums.n });
  const level = (i: number) =>
    sorted(cube.parts(i), coders).map((part) => ({
      ...named(part, dimensions, coders),
      ...valued(part.sums),
      currency: scope.currency,
    }));
  const total = valued(cube.parts(3)[0]?.sums ?? noSums());
  const hasCols = scope.cols.length > 0;
  return {
    report: "pivot",
    ...{ asOf: scope.asOf, zone: scope.zone, currency: scope.currency, n: total.n },
    definition: definition(scope, measure),
    leftOut: left,
    ...{ of: scope.of, measure: scope.measure, measureType: measure.type },
    by: { rows: scope.rows.map(({ key }) => key), cols: scope.cols.map(({ key }) => key) },
    rows: level(0),
    subtotals: scope.rows.length < 2 ? [] : [...level(4), ...(hasCols ? level(5) : [])],
    ...{ rowTotals: level(1), colTotals: hasCols ? level(2) : [], total },
  };
}

const factsOf: Readonly<Record<PivotNoun, (db: Db, scope: FactScope) => Facts>> = {
  contacts: contactFacts,
  deals: dealFacts,
  orders: orderFacts,
};

function definition(scope: PivotScope, { about }: Measure): string {
  const day = { contacts: " created", deals: " created", orders: "" }[scope.of];
  const sides = [...scope.rows, ...scope.cols].map(({ header }) => header.toLowerCase()).join(", ");
  return (
    scope.measure +
    " (" +
    about +
    ") of " +
    scope.of +
    day +
    windowText(scope) +
    " by " +
    sides +
    "; every total from its own records"
  );
}

function named(
  part: Part,
  dimensions: readonly Dimension[],
  coders: readonly Coder[],
): Record<string, string> {
  const pairs = part.codes.flatMap((code, i) =>
    code < 0 ? [] : [[dimensions[i]!.key, coders[i]!.text(code)]],
  );
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** By the texts of the dimensions, numbers in them as numbers, bands of amounts by amount, "(none)" last. */
function sorted(parts: readonly Part[], coders: readonly Coder[]): Part[] {
  const collator = new Intl.Collator("en", { numeric: true });
  const compare = (a: string, b: string) => {
    if (a === noValue || b === noValue) return a === b ? 0 : a === noValue ? 1 : -1;
    const [x, y] = [bandRank(a), bandRank(b)];
    return (
      (a.includes(" to ") && b.includes(" to ") ? x - y : 0) || collator.compare(a, b) || (a < b ? -1 : 1)
    );
  };
  return [...parts].sort((a, b) => {
    for (const [i, code] of a.codes.entries()) {
      const other = b.codes[i]!;
      if (code === other) continue;
      return compare(coders[i]!.text(code), coders[i]!.text(other));
    }
    return 0;
  });
}
