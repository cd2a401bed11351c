import type { Look } from "../../output/format.ts";
import type { CampaignReport } from "../../reports/campaign.ts";
import { type Figure, figureTable } from "./figures.ts";
import { heading, notes, percent } from "./view.ts";

const columns: readonly Figure[] = [
  { key: "campaign", header: "Campaign", type: "text" },
  { key: "sent", header: "Sent", type: "integer" },
  { key: "responded", header: "Answered", type: "integer" },
  { key: "responseRate", header: "Rate", type: "percent" },
  { key: "leads", header: "Leads", type: "integer" },
  { key: "deals", header: "Deals", type: "integer" },
  { key: "revenueMinor", header: "Revenue", type: "units" },
  { key: "costMinor", header: "Cost", type: "units" },
  { key: "roi", header: "ROI", type: "percent" },
];

const costColumns: readonly Figure[] = [
  { key: "campaign", header: "Cost per", type: "text" },
  { key: "costPerSentMinor", header: "Sent", type: "money" },
  { key: "costPerResponseMinor", header: "Answer", type: "money" },
  { key: "costPerLeadMinor", header: "Lead", type: "money" },
  { key: "costPerDealMinor", header: "Deal", type: "money" },
  { key: "revenueFirstMinor", header: "First touch", type: "money" },
];

const variantColumns: readonly Figure[] = [
  { key: "variant", header: "Split", type: "text" },
  { key: "n", header: "Reached", type: "integer" },
  { key: "responded", header: "Answered", type: "integer" },
  { key: "rate", header: "Rate", type: "percent" },
  { key: "low", header: "95 % from", type: "percent" },
  { key: "high", header: "to", type: "percent" },
];

/** What was reached and brought, what each cost, and the split of a single campaign. */
export function campaignsView(report: CampaignReport, look: Look): string {
  const { rows, total, currency, variants } = report;
  const top = heading("Campaigns", report, { counted: "campaigns", look });
  if (rows.length === 0) return top + "\nno campaign has started: crm campaign add\n";
  const whole = rows.length < 2 ? {} : { total: { campaign: "total", ...total } };
  const parts = [
    figureTable({ columns, rows, ...whole, currency }, look),
    figureTable({ columns: costColumns, rows, ...whole, currency }, look),
    ...(variants.length === 0 ? [] : [figureTable({ columns: variantColumns, rows: variants }, look)]),
  ];
  return (top + "\n" + parts.join("\n") + "\n" + notes(report, notesOf(report, look), look)).trimEnd() + "\n";
}

function notesOf(report: CampaignReport, look: Look): string[] {
  return [
    ...report.comparisons.map((one) => comparisonText(one, look)),
    "ROI = (revenue - cost) / cost; rate = reached members who answered; first touch = credited to the first answer",
    ...costsLeftOut(report),
  ];
}

export function costsLeftOut({ leftOut }: CampaignReport): string[] {
  const n = leftOut.costsInOtherCurrencies;
  return n === 0 ? [] : ["left out: the cost of " + n + " in other currencies (--currency counts it)"];
}

/** In words what the difference of two letters says, and how it was worked out. */
function comparisonText(
  { a, b, difference, low, high, p, isSmall }: CampaignReport["comparisons"][number],
  look: Look,
): string {
  const points = (share: number) => (share > 0 ? "+" : "") + percent(share, look);
  const verdict = low > 0 || high < 0 ? "the two differ" : "it can be chance: the interval holds 0";
  const rough = isSmall ? "; few answers, so p is rough" : "";
  const chance = p === null ? "" : ", p = " + (p < 0.001 ? "< 0.001" : p.toFixed(3));
  return (
    a +
    " against " +
    b +
    ": " +
    points(difference) +
    " points (95 % " +
    points(low) +
    " to " +
    points(high) +
    ")" +
    chance +
    rough +
    "; " +
    verdict +
    " (Newcombe's interval, two-proportion z)"
  );
}
