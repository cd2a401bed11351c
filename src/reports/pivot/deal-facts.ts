import type { Db } from "../../store/db.ts";
import { amountBand } from "../amount-band.ts";
import { createdIn, dayWindow, isLost, isWon } from "../deal-window.ts";
import { type Deal, dealsThen, leftOutOf } from "../deals.ts";
import { periodAt, periodKey } from "../periods.ts";
import { type Weight, weigher } from "../weighting.ts";
import { type Coder, type Fact, makeCoder } from "./cube.ts";
import { contactValues, dayCodes, type EachFact, type FactScope, type Facts, noFact } from "./facts.ts";

export const dealDimensions = [
  ...(["pipeline", "stage", "status", "source", "owner", "reason", "competitor", "band"] as const),
  ...(["created", "closed", "close"] as const),
] as const;
export type DealKey = (typeof dealDimensions)[number];

/** Deals as they stood at --as-of, by the day of creation. */
export function dealFacts(db: Db, scope: FactScope): Facts {
  const coders = scope.dimensions.map(makeCoder);
  const all = dealsThen(db, scope);
  const deals = createdIn(all.deals, dayWindow(scope));
  const facts: EachFact = (add) => {
    for (const fact of dealsOf(db, { ...scope, deals, weigh: weigher(all.deals) }, coders)) add(fact);
  };
  return { coders, facts, leftOut: leftOutOf(all, deals) };
}

type Dealing = FactScope & {
  readonly deals: readonly Deal[];
  readonly weigh: (deal: Deal) => Weight;
};

function* dealsOf(db: Db, scope: Dealing, coders: readonly Coder[]): IterableIterator<Fact> {
  const known = contactValues(db, scope, coders);
  const placed = dayCodes(scope, coders);
  for (const deal of scope.deals) {
    const codes = [...placed(known.codesOf(deal.contactId), deal.createdDay)];
    for (const [i, { from }] of scope.dimensions.entries())
      if (from.kind === "deal") codes[i] = [coders[i]!.code(readDeal[from.of](deal))];
    yield {
      ...{ ...noFact, codes, n: 1, amount: deal.amount ?? 0, valued: deal.amount === null ? 0 : 1 },
      weighted: deal.closedDay === null ? scope.weigh(deal).weighted : 0,
      ...{ won: isWon(deal) ? 1 : 0, lost: isLost(deal) ? 1 : 0 },
    };
  }
}

const month = (day: number | null) => (day === null ? null : periodKey("month", periodAt("month", day)));

const readDeal: Readonly<Record<DealKey, (deal: Deal) => string | null>> = {
  pipeline: ({ stage }) => stage.pipeline,
  stage: ({ stage }) => stage.name,
  status: ({ stage }) => stage.kind,
  source: ({ source }) => source,
  owner: ({ owner }) => owner,
  reason: ({ lostReason }) => lostReason,
  competitor: ({ competitor }) => competitor,
  band: ({ amount, currency }) => amountBand(amount, currency),
  created: ({ createdDay }) => month(createdDay),
  closed: ({ closedDay }) => month(closedDay),
  close: ({ closeDate }) => closeDate?.slice(0, 7) ?? null,
};
