import { ratio } from "../scope.ts";
import { type Comparison, compareShares } from "../two-proportions.ts";
import { wilson } from "../wilson.ts";
import { type AllFacts, answeredOf, keyOf, type MemberFacts } from "./facts.ts";

export type VariantRow = {
  readonly variant: string;
  /** Reached members; all members of the letter where nobody is marked as reached. */
  readonly n: number;
  readonly responded: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
};

export interface Split {
  /** Of a single campaign that is split; else empty. */
  readonly variants: readonly VariantRow[];
  /** Each letter against the first one. */
  readonly comparisons: readonly (Comparison & { readonly a: string; readonly b: string })[];
}

export const noSplit: Split = { variants: [], comparisons: [] };

/** The letters of a campaign in their order, with the 95 % Wilson interval of the share that answered. */
export function splitOf(facts: AllFacts, campaignId: number): Split {
  const variants = variantsOf(facts, campaignId);
  const rows = variants.map((counts) => {
    const { responded, n } = counts;
    const within = wilson(responded, n);
    return { ...counts, rate: ratio(responded, n), low: within?.low ?? null, high: within?.high ?? null };
  });
  return { variants: rows, comparisons: comparisonsOf(variants) };
}

type Variant = Pick<VariantRow, "variant" | "n" | "responded">;

function variantsOf(facts: AllFacts, campaignId: number): Variant[] {
  const answered = answeredOf(facts);
  const all = facts.members.filter((member) => member.campaignId === campaignId && member.variant !== null);
  const isMarked = all.some(({ sentDay }) => sentDay !== null);
  const counts = ({ sentDay, hasBounced }: MemberFacts) => !isMarked || (sentDay !== null && !hasBounced);
  const letters = [...new Set(all.flatMap(({ variant }) => variant ?? []))].sort();
  return letters.map((variant) => {
    const base = all.filter((member) => member.variant === variant && counts(member));
    return {
      variant,
      n: base.length,
      responded: base.filter((member) => answered.has(keyOf(member))).length,
    };
  });
}

function comparisonsOf([first, ...others]: readonly Variant[]): Split["comparisons"] {
  if (first === undefined) return [];
  const share = ({ responded, n }: Variant) => ({ successes: responded, trials: n });
  return others.flatMap((other) => {
    const compared = compareShares(share(first), share(other));
    return compared === null ? [] : [{ a: first.variant, b: other.variant, ...compared }];
  });
}
