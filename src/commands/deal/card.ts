import { clean } from "../../output/clean.ts";
import { formatMoney, type Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import type { DealDetail } from "../../store/deal.ts";
import type { DealQuote } from "../../store/quote.ts";
import { daysBetween, localDate } from "../../values/date.ts";
import { besidesLines } from "../besides.ts";
import { type CardLine, cardLines } from "../card-lines.ts";
import { dealQuoteLines } from "./quotes.ts";
import { amountText } from "./text.ts";

/** One deal for a person at a terminal, its way through the stages at the end. `today` is the local day. */
export function dealCard(
  deal: DealDetail & { readonly quotes: readonly DealQuote[] },
  { look, today }: { look: Look; today: string },
): string {
  const style = look.style ?? plainStyle;
  const lines = cardLines(
    [...aboutLines(deal), ...statusLines(deal), ...moreLines(deal), ...besidesLines(deal)],
    look,
  );
  const head = style.bold(clean(deal.title)) + "  " + style.dim("#" + deal.id);
  const way = wayLines(deal, { look, today }).map((line) => "  " + line);
  const quotes = dealQuoteLines(deal.quotes, look);
  const offers = quotes.length === 0 ? [] : ["", "Quotes", ...quotes];
  return [head, ...lines, ...offers, "", "Stages", ...way].join("\n") + "\n";
}

function aboutLines(deal: DealDetail): CardLine[] {
  const who = [deal.contact, deal.company].filter((name) => name !== null).join(", ");
  const { weightedMinor } = deal;
  const share = weightedMinor === null ? "" : " (weighted " + formatMoney(weightedMinor, deal.currency) + ")";
  return [
    ...(who === "" ? [] : [["With", who] as const]),
    ...(deal.also.length === 0 ? [] : [["Also", deal.also.map(namedWithId).join(", ")] as const]),
    ...(deal.amountMinor === null ? [] : [["Amount", amountText(deal) + share] as const]),
  ];
}

function namedWithId({ id, name }: DealDetail["also"][number]): string {
  return (name ?? "") + " (#" + id + ")";
}

function statusLines(deal: DealDetail): CardLine[] {
  const chance = deal.probability === null ? "" : ", " + Math.round(deal.probability * 100) + " %";
  if (deal.status === "open") {
    const close = deal.closeDate === null ? "" : ", close " + deal.closeDate;
    return [["Stage", deal.stage + " (" + deal.pipeline + ")" + chance + close]];
  }
  const closed = (deal.closedDate ?? "?") + ", " + deal.pipeline;
  const order = deal.orderId === null ? "" : ", order " + deal.orderId;
  if (deal.status === "won") return [["Won", closed + order]];
  const to = deal.competitor === null ? "" : ", to " + deal.competitor;
  return [["Lost", closed + ": " + (deal.lostReason ?? "no reason kept") + to]];
}

function moreLines(deal: DealDetail): CardLine[] {
  const { tags, owner, source, note } = deal;
  const about = [
    ...(owner === null ? [] : ["owner: " + owner]),
    ...(source === null ? [] : ["source: " + source]),
    ...(tags.length > 0 ? ["tags: " + tags.join(", ")] : []),
    ...Object.entries(deal.fields).map(([field, value]) => field + ": " + value),
  ];
  return [
    ...(about.length === 0 ? [] : [["About", about.join(" · ")] as const]),
    ...(note === null ? [] : [["Note", note] as const]),
  ];
}

/** One line a stage with the days it took; a closed deal's last stage takes none. */
function wayLines(deal: DealDetail, { look, today }: { look: Look; today: string }): string[] {
  const days = deal.stages.map((stage) => localDate(stage.changedAt, look.zone));
  return deal.stages.map((stage, index) => {
    const since = days[index] ?? today;
    const isLast = index === deal.stages.length - 1;
    const count = daysBetween(since, days[index + 1] ?? today);
    const took = isLast && deal.status !== "open" ? "" : count + (count === 1 ? " day" : " days");
    return (since + "  " + clean(stage.to).padEnd(16) + took).trimEnd();
  });
}
