import type { Db } from "../store/db.ts";
import { type BasketKind, type Baskets, type BasketWriter, basketWriter, readBaskets } from "./baskets.ts";
import { leftOut } from "./purchases.ts";
import { associationRules, type Rule } from "./rules.ts";
import type { Head, ReportScope } from "./scope.ts";
import { seenUntil, windowText } from "./window.ts";

export interface CrosssellScope extends ReportScope {
  readonly basket: BasketKind;
  /** Baskets with all products of a rule, at least. */
  readonly minCount: number;
  /** The same as a share of all baskets; the larger of the two counts. */
  readonly minSupport: number;
  readonly minConfidence: number;
  /** Products in a rule, both sides together. */
  readonly maxItems: number;
  /** Rules that may be chance, too. */
  readonly all: boolean;
}

/** How often chance may do as well before a rule is left out. */
const alpha = 0.05;

export type RuleRow = {
  readonly antecedents: readonly string[];
  readonly consequents: string;
  readonly antecedentSupport: number;
  readonly consequentSupport: number;
  readonly support: number;
  readonly confidence: number;
  readonly lift: number;
  readonly leverage: number;
  /** null: infinite, for no basket with the antecedents lacks the consequent. */
  readonly conviction: number | null;
  readonly zhang: number | null;
  readonly pValue: number;
  readonly count: number;
};

export type OfferRow = {
  readonly product: string;
  /** What they have that speaks for it. */
  readonly because: readonly string[];
  readonly confidence: number;
  readonly lift: number;
  /** Baskets that the rule rests on. */
  readonly count: number;
};

type Crosssell = Head & {
  readonly basket: BasketKind;
  readonly minCount: number;
  readonly minConfidence: number;
  readonly maxItems: number;
};

export type CrosssellReport = Crosssell & {
  readonly rows: readonly RuleRow[];
  readonly total: { readonly baskets: number; readonly products: number; readonly rules: number };
};

export type OfferReport = Crosssell & {
  readonly contactId: number;
  readonly owned: readonly string[];
  readonly rows: readonly OfferRow[];
};

/**
 * Which products are bought together: rules with one product on the right over the baskets of counted orders, by lift.
 * Shown are those above chance (lift above 1 and Fisher's exact test below .05), unless `all`. Source: the columns of
 * mlxtend; the numbers of arules.
 */
export function crosssellReport(db: Db, scope: CrosssellScope): CrosssellReport {
  const baskets = readBaskets(db, scope, { kind: scope.basket, writer: basketWriter() });
  const rows = rulesOf(baskets, scope).map((rule) => ruleRow(rule, baskets));
  rows.sort((a, b) => b.lift - a.lift || b.count - a.count || compare(textOf(a), textOf(b)));
  const total = { baskets: baskets.count, products: baskets.names.length, rules: rows.length };
  return { ...around(db, scope, baskets.count), rows, total };
}

/**
 * What a contact may want next: of each product that it never had, the rule of the largest confidence whose left side
 * it has. What was sent back or refunded is not offered again and speaks for nothing.
 */
export function offerReport(db: Db, scope: CrosssellScope, contactId: number): OfferReport {
  const writer = basketWriter();
  const baskets = readBaskets(db, scope, { kind: scope.basket, writer });
  const { owned, known } = productsOf(db, contactId, { scope, writer });
  const best = new Map<number, Rule>();
  for (const rule of rulesOf(baskets, scope)) {
    if (known.has(rule.to) || !rule.from.every((item) => owned.has(item))) continue;
    const other = best.get(rule.to);
    if (other === undefined || isBetter(rule, other)) best.set(rule.to, rule);
  }
  const name = (item: number) => baskets.names[item] ?? "";
  const rows = [...best.values()]
    .sort((a, b) => (isBetter(a, b) ? -1 : 1))
    .map((rule) => ({
      product: name(rule.to),
      because: rule.from.map(name).sort(compare),
      ...{ confidence: rule.confidence, lift: rule.lift, count: rule.count },
    }));
  return { ...around(db, scope, baskets.count), contactId, owned: [...owned].map(name).sort(compare), rows };
}

function rulesOf(baskets: Baskets, scope: CrosssellScope): Rule[] {
  const rules = associationRules(baskets, { ...scope, minCount: leastCount(scope, baskets.count) });
  return scope.all ? rules : rules.filter(({ lift, pValue }) => lift > 1 && pValue < alpha);
}

/** Of one basket at least: a rule that nobody followed is none. */
function leastCount({ minCount, minSupport }: CrosssellScope, baskets: number): number {
  return Math.max(1, minCount, Math.ceil(minSupport * baskets - 1e-9));
}

/** The more confident, then the one with more lift, then the one that rests on more baskets. */
function isBetter(a: Rule, b: Rule): boolean {
  return (a.confidence - b.confidence || a.lift - b.lift || a.count - b.count || b.to - a.to) > 0;
}

function ruleRow(rule: Rule, { names }: Baskets): RuleRow {
  const { count, support, confidence, lift, leverage, conviction, zhang, pValue } = rule;
  return {
    antecedents: rule.from.map((item) => names[item] ?? "").sort(compare),
    consequents: names[rule.to] ?? "",
    ...{ antecedentSupport: rule.fromSupport, consequentSupport: rule.toSupport },
    ...{ support, confidence, lift, leverage, conviction: conviction === Infinity ? null : conviction },
    ...{ zhang, pValue, count },
  };
}

interface Asked {
  readonly scope: ReportScope;
  readonly writer: BasketWriter;
}

/** The products that the contact has, and those that it has or had. */
function productsOf(db: Db, contactId: number, { scope, writer }: Asked) {
  const sql = `
    SELECT order_line.product, order_line.sku,
      sum(CASE
        WHEN sales_order.amount_minor < 0
          OR (sales_order.refunded_minor > 0 AND sales_order.refunded_minor = sales_order.amount_minor) THEN 0
        ELSE order_line.quantity
      END) AS kept
    FROM sales_order
    JOIN order_line ON order_line.order_id = sales_order.id
    WHERE sales_order.contact_id = ? AND sales_order.order_date <= ?
    GROUP BY order_line.product, order_line.sku`;
  const lines = db.all<{ product: string; sku: string | null; kept: number }>(sql, [contactId, scope.asOf]);
  const items = lines.map(({ product, sku, kept }) => ({
    item: writer.item(product, sku ?? undefined),
    kept,
  }));
  return {
    owned: new Set(items.filter(({ kept }) => kept > 0).map(({ item }) => item)),
    known: new Set(items.map(({ item }) => item)),
  };
}

function around(db: Db, scope: CrosssellScope, n: number): Crosssell {
  const { asOf, zone, currency, basket, minConfidence, maxItems } = scope;
  const minCount = leastCount(scope, n);
  const what = basket === "order" ? "an order" : "all orders of a customer";
  const guard = scope.all ? "" : ", lift above 1 and less than 5 % chance (Fisher)";
  return {
    report: "crosssell",
    ...{ asOf, zone, currency, n, leftOut: leftOut(db, seenUntil(scope)) },
    definition:
      "basket = the products of " +
      what +
      windowText(scope) +
      "; rules from " +
      minCount +
      " baskets and " +
      Math.round(minConfidence * 1000) / 10 +
      " % confidence on" +
      guard,
    ...{ basket, minCount, minConfidence, maxItems },
  };
}

function textOf({ antecedents, consequents }: RuleRow): string {
  return [...antecedents, consequents].join();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
