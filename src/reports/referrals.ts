import type { Db } from "../store/db.ts";
import { namesOf } from "./customer-names.ts";
import type { ReportScope } from "./scope.ts";
import { windowText } from "./window.ts";

export type ReferralRow = {
  readonly id: number;
  readonly noun: "contact" | "company";
  /** Who referred. */
  readonly customer: string;
  readonly referred: number;
  /** Of these, with a purchase in the window. */
  readonly bought: number;
  /** What the referred bought in it, net of refunds. */
  readonly revenueMinor: number;
  readonly currency: string;
};

export interface ReferralReport {
  readonly report: "referrals";
  readonly asOf: string;
  readonly zone: string;
  readonly currency: string;
  readonly definition: string;
  /** Referred contacts and companies, each once. */
  readonly n: number;
  readonly rows: readonly ReferralRow[];
  readonly total: Pick<ReferralRow, "referred" | "bought" | "revenueMinor" | "currency">;
}

interface Referred {
  readonly noun: "contact" | "company";
  readonly id: number;
  readonly byNoun: "contact" | "company";
  readonly byId: number;
  readonly orders: number;
  readonly revenueMinor: number;
}

/** A company's own purchases are those without a contact: a contact's are counted with the contact. */
const select = `
  SELECT
    from_noun AS noun, from_id AS id, to_noun AS "byNoun", to_id AS "byId",
    count(sales_order.id) AS orders, coalesce(sum(amount_minor - refunded_minor), 0) AS "revenueMinor"
  FROM relation
  JOIN relation_kind ON relation_kind.id = relation.kind_id
  LEFT JOIN sales_order
    ON ((from_noun = 'contact' AND sales_order.contact_id = from_id)
      OR (from_noun = 'company' AND sales_order.contact_id IS NULL AND sales_order.company_id = from_id))
    AND sales_order.currency = :currency AND order_date >= :from AND order_date <= :to
  WHERE relation_kind.name = 'referred by' AND from_noun IN ('contact', 'company') AND to_noun IN ('contact', 'company')
  GROUP BY relation.id
  ORDER BY relation.id`;

/**
 * What those bring who were referred: for each who referred somebody ("referred by" of crm relation), how many, how many
 * of them bought, and for how much. One step only; somebody referred by two counts with both, in the total once.
 */
export function referralReport(db: Db, scope: ReportScope): ReferralReport {
  const { asOf, currency, from = "0001-01-01", to = asOf } = scope;
  const all = db.all<Referred>(select, { currency, from, to: to < asOf ? to : asOf });
  const groups = new Map<string, Referred[]>();
  for (const one of all) {
    const key = one.byNoun + " " + one.byId;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const people = [...groups.values()].map((referred) => ({
    ...{ noun: referred[0]!.byNoun, id: referred[0]!.byId, referred },
  }));
  const nameOf = namesOf(db, people);
  const once = [...new Map(all.map((one) => [one.noun + " " + one.id, one])).values()];
  const rows = people.map(({ noun, id, referred }) => ({
    ...{ id, noun, customer: nameOf({ noun, id }), ...sumsOf(referred), currency },
  }));
  return {
    report: "referrals",
    ...{ asOf, zone: scope.zone, currency, n: once.length },
    definition:
      "what those bought" +
      windowText(scope) +
      ' who are "referred by" somebody, net of refunds; one step only',
    rows: rows.sort((a, b) => b.revenueMinor - a.revenueMinor || b.referred - a.referred || a.id - b.id),
    total: { ...sumsOf(once), currency },
  };
}

function sumsOf(referred: readonly Referred[]) {
  return {
    referred: referred.length,
    bought: referred.filter(({ orders }) => orders > 0).length,
    revenueMinor: referred.reduce((sum, one) => sum + one.revenueMinor, 0),
  };
}
