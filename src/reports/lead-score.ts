import type { Db, Value } from "../store/db.ts";
import type { Where } from "../store/list.ts";

/** Won and lost deals of one value of one trait. */
export interface Tally {
  readonly trait: string;
  readonly value: string;
  readonly won: number;
  readonly lost: number;
}

export interface Likelihood {
  /** null: fewer closed deals than asked for, or none won or none lost. */
  readonly probability: number | null;
  readonly won: number;
  readonly lost: number;
  /** What each trait of the lead says: its deals, and its win rate; those with too few deals are not used. */
  readonly evidence: readonly (Tally & {
    readonly n: number;
    readonly winRate: number | null;
    readonly isUsed: boolean;
  })[];
}

/** Added to each count, so that a value that never won is not impossible. */
const smoothing = 0.1;

/**
 * Naive Bayes over past deals as in Odoo's predictive lead scoring (addons/crm, +0.1 per count): the share of won deals
 * times, for each trait, the share that the lead's value has among the won deals of that trait, against the same of the
 * lost ones. `won`, `lost` and the totals of a trait are sums of smoothed counts. Traits are taken as independent of each other.
 */
export function likelihood(
  { won, lost }: { readonly won: number; readonly lost: number },
  traits: readonly (Tally & { readonly totalWon: number; readonly totalLost: number })[],
): number {
  let [forWon, forLost] = [won / (won + lost), lost / (won + lost)];
  for (const trait of traits) {
    forWon *= (trait.won + smoothing) / trait.totalWon;
    forLost *= (trait.lost + smoothing) / trait.totalLost;
  }
  return forWon / (forWon + forLost);
}

/** Something that deals and leads have in common, as expressions over the tables deal and contact, or contact alone. */
interface Trait {
  readonly trait: string;
  readonly ofDeal: string;
  readonly ofLead: string;
  readonly params: readonly Value[];
}

const industry = `
  (SELECT company.industry FROM employment JOIN company ON company.id = employment.company_id
   WHERE employment.contact_id = contact.id AND employment.has_left = 0 ORDER BY employment.position LIMIT 1)`;

const usualTraits: readonly Trait[] = [
  { trait: "source", ofDeal: "coalesce(deal.source, contact.source)", ofLead: "contact.source", params: [] },
  {
    trait: "industry",
    ofDeal: "coalesce((SELECT industry FROM company WHERE company.id = deal.company_id), " + industry + ")",
    ofLead: industry,
    params: [],
  },
];

/** A saved segment of contacts. */
export interface SegmentTrait {
  readonly name: string;
  readonly where: Where;
}

export interface LeadScope {
  /** Closed deals, in all, below which nothing is said; and of one value, below which it is not used. */
  readonly minimum: number;
  readonly minimumOfValue: number;
  readonly segments: readonly SegmentTrait[];
}

const sums =
  "count(*) FILTER (WHERE stage.kind = 'won') AS won, count(*) FILTER (WHERE stage.kind = 'lost') AS lost";

const base = `
  FROM deal
  JOIN stage ON stage.id = deal.stage_id
  JOIN contact ON contact.id = deal.contact_id
  WHERE stage.kind IN ('won', 'lost') AND contact.id <> ?`;

/** What the closed deals of other contacts say of a lead: by source, by industry, by each segment that it is in. */
export function leadLikelihood(db: Db, contactId: number, scope: LeadScope): Likelihood {
  const all = db.get<{ won: number; lost: number }>("SELECT " + sums + base, [contactId])!;
  const evidence = [...usualTraits, ...scope.segments.map(segmentTrait)].flatMap((trait) => {
    const tally = tallyOf(db, contactId, trait);
    return tally === undefined ? [] : [tally];
  });
  const told = evidence.map((one) => ({ ...one, isUsed: one.n >= scope.minimumOfValue }));
  const enough = all.won + all.lost >= scope.minimum && all.won > 0 && all.lost > 0;
  const prior = { won: all.won + smoothing, lost: all.lost + smoothing };
  const used = told.filter(({ isUsed }) => isUsed);
  return {
    probability: enough ? likelihood(prior, used) : null,
    ...all,
    evidence: told.map(({ totalWon: _, totalLost: __, ...shown }) => shown),
  };
}

function segmentTrait({ name, where }: SegmentTrait): Trait {
  const sql = "CASE WHEN " + where.sql + " THEN ? ELSE '' END";
  return { trait: "segment", ofDeal: sql, ofLead: sql, params: [...where.params, name] };
}

/** Undefined where the lead has no such value, or is not in the segment. */
function tallyOf(db: Db, contactId: number, { trait, ofDeal, ofLead, params }: Trait) {
  const lead = "SELECT " + ofLead + " AS value FROM contact WHERE contact.id = ?";
  const own = db.get<{ value: string | null }>(lead, [...params, contactId])?.value;
  if (own === null || own === undefined || own === "") return undefined;
  const grouped = "SELECT " + ofDeal + " AS value, " + sums + base + " GROUP BY 1";
  type Group = { value: string | null; won: number; lost: number };
  const groups = db.all<Group>(grouped, [...params, contactId]).filter(({ value }) => value !== null);
  const same = groups.find(({ value }) => value === own);
  const [won, lost] = [same?.won ?? 0, same?.lost ?? 0];
  const n = won + lost;
  const total = (key: "won" | "lost") => groups.reduce((sum, one) => sum + one[key] + smoothing, 0);
  const winRate = n === 0 ? null : won / n;
  return { trait, value: own, won, lost, n, winRate, totalWon: total("won"), totalLost: total("lost") };
}
