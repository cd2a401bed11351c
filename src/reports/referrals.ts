import type { Db } from "../store/db.ts";
import { namesOf } from "./customer-names.ts";
import { type LeftOut, ofContacts } from "./purchases.ts";
import { revenueOf } from "./revenue.ts";
import type { ReportScope } from "./scope.ts";
import { sumOf, windowText } from "./window.ts";

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
  readonly leftOut: LeftOut;
  readonly rows: readonly ReferralRow[];
  readonly total: Pick<ReferralRow, "referred" | "bought" | "revenueMinor" | "currency">;
}

interface Referred {
  readonly noun: "contact" | "company";
  readonly id: number;
  readonly byNoun: "contact" | "company";
  readonly byId: number;
}

/** Net minor units; undefined: no purchase in the window. */
type Bought = (one: Pick<Referred, "noun" | "id">) => number | undefined;

/**
 * What those bring who were referred: for each who referred somebody ("referred by" of crm relation), how many, how many
 * of them bought, and for how much. One step only; somebody referred by two counts with both, in the total once.
 * Purchases as in the other reports; `where` limits the referred.
 */
export function referralReport(db: Db, scope: ReportScope): ReferralReport {
  const { asOf, currency } = scope;
  const all = referred(db, scope);
  const revenue = revenueOf(db, scope);
  const bought: Bought = ({ noun, id }) => revenue[noun].get(id);
  const groups = new Map<string, Referred[]>();
  for (const one of all) {
    const key = one.byNoun + " " + one.byId;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  const people = [...groups.values()].map((referred) => ({
    ...{ noun: referred[0]!.byNoun, id: referred[0]!.byId, referred },
  }));
  const nameOf = namesOf(db, people);
  const once = [...new Map(all.map((one) => [one.noun + " " + one.id, one])).values()];
  const rows = people.map(({ noun, id, referred }) => ({
    ...{ id, noun, customer: nameOf({ noun, id }), ...sumsOf(referred, bought), currency },
  }));
  return {
    report: "referrals",
    ...{ asOf, zone: scope.zone, currency, n: once.length },
    definition:
      "what those bought" +
      windowText(scope) +
      ' who are "referred by" somebody, net of refunds; one step only',
    leftOut: revenue.leftOut,
    rows: rows.sort((a, b) => b.revenueMinor - a.revenueMinor || b.referred - a.referred || a.id - b.id),
    total: { ...sumsOf(once, bought), currency },
  };
}

function referred(db: Db, { where }: ReportScope): Referred[] {
  const sql = [
    'SELECT from_noun AS noun, from_id AS id, to_noun AS "byNoun", to_id AS "byId"',
    "FROM relation",
    "JOIN relation_kind ON relation_kind.id = relation.kind_id",
    "WHERE relation_kind.name = 'referred by' AND to_noun IN ('contact', 'company')",
    where === undefined
      ? "AND from_noun IN ('contact', 'company')"
      : "AND from_noun = 'contact' AND " + ofContacts("from_id", where).sql,
    "ORDER BY relation.id",
  ];
  return db.all<Referred>(sql.join("\n"), where?.params ?? []);
}

function sumsOf(referred: readonly Referred[], bought: Bought) {
  const values = referred.flatMap((one) => bought(one) ?? []);
  return { referred: referred.length, bought: values.length, revenueMinor: sumOf(values) };
}
