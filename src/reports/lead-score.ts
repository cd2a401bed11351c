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

const closed = `
  FROM deal
  JOIN stage ON stage.id = deal.stage_id
  JOIN contact ON contact.id = deal.contact_id
  WHERE stage.kind IN ('won', 'lost')`;

type Closed = { won: number; lost: number };
type Group = Closed & { value: string | null };

/**
 * What the closed deals of other contacts say of a lead: by source, by industry, by each segment that it is in. All
 * deals are counted once, however many leads are asked about; a lead's own ones are taken off.
 */
export function leadLikelihood(db: Db, scope: LeadScope): (contactId: number) => Likelihood {
  const all = closedDeals(db, undefined);
  const traits = [...usualTraits, ...scope.segments.map(segmentTrait)].map((trait) => {
    return { ...trait, groups: groupsOf(db, trait, undefined) };
  });
  return (contactId) => {
    const own = closedDeals(db, contactId);
    const [won, lost] = [all.won - own.won, all.lost - own.lost];
    const evidence = traits.flatMap((trait) => tallyOf(db, contactId, trait) ?? []);
    const told = evidence.map((one) => ({ ...one, isUsed: one.n >= scope.minimumOfValue }));
    const enough = won + lost >= scope.minimum && won > 0 && lost > 0;
    const prior = { won: won + smoothing, lost: lost + smoothing };
    const used = told.filter(({ isUsed }) => isUsed);
    return {
      ...{ probability: enough ? likelihood(prior, used) : null, won, lost },
      evidence: told.map(({ totalWon: _, totalLost: __, ...shown }) => shown),
    };
  };
}

/** Of one contact, or of all. */
function closedDeals(db: Db, contactId: number | undefined): Closed {
  const { sql, params } = ofContact(contactId);
  return db.get<Closed>("SELECT " + sums + closed + sql, params)!;
}

/** The closed deals of one contact, or of all, by their value of a trait; those without one left out. */
function groupsOf(db: Db, { ofDeal, params }: Trait, contactId: number | undefined): Group[] {
  const of = ofContact(contactId);
  const sql = "SELECT " + ofDeal + " AS value, " + sums + closed + of.sql + " GROUP BY 1";
  return db.all<Group>(sql, [...params, ...of.params]).filter(({ value }) => value !== null);
}

function ofContact(contactId: number | undefined): Where {
  return contactId === undefined
    ? { sql: "", params: [] }
    : { sql: " AND contact.id = ?", params: [contactId] };
}

/** The groups without some of their deals; one of which nothing is left is none. */
function less(groups: readonly Group[], some: readonly Group[]): Group[] {
  return groups
    .map(({ value, won, lost }) => {
      const off = some.find((one) => one.value === value);
      return { value, won: won - (off?.won ?? 0), lost: lost - (off?.lost ?? 0) };
    })
    .filter(({ won, lost }) => won + lost > 0);
}

function segmentTrait({ name, where }: SegmentTrait): Trait {
  const sql = "CASE WHEN " + where.sql + " THEN ? ELSE '' END";
  return { trait: "segment", ofDeal: sql, ofLead: sql, params: [...where.params, name] };
}

/** Undefined where the lead has no such value, or is not in the segment. */
function tallyOf(db: Db, contactId: number, trait: Trait & { readonly groups: readonly Group[] }) {
  const lead = "SELECT " + trait.ofLead + " AS value FROM contact WHERE contact.id = ?";
  const value = db.get<{ value: string | null }>(lead, [...trait.params, contactId])?.value;
  if (value === null || value === undefined || value === "") return undefined;
  const groups = less(trait.groups, groupsOf(db, trait, contactId));
  const same = groups.find((group) => group.value === value);
  const [won, lost] = [same?.won ?? 0, same?.lost ?? 0];
  const n = won + lost;
  const total = (key: "won" | "lost") => groups.reduce((sum, one) => sum + one[key] + smoothing, 0);
  const winRate = n === 0 ? null : won / n;
  const [totalWon, totalLost] = [total("won"), total("lost")];
  return { trait: trait.trait, value, won, lost, n, winRate, totalWon, totalLost };
}
