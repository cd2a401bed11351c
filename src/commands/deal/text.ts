import type { App } from "../../app.ts";
import { formatMoney } from "../../output/format.ts";
import type { Db } from "../../store/db.ts";
import type { DealDetail } from "../../store/deal.ts";
import type { PurchaseOutcome } from "../../store/purchase.ts";
import { quotesOfDeal } from "../../store/quote.ts";

/** With the quotes that were made for it. */
export function withQuotes(app: App, db: Db, deal: DealDetail) {
  return { ...deal, quotes: quotesOfDeal(db, deal.id, app.today()) };
}

/** "3 Website, 5,000.00 EUR" */
export function dealText(deal: DealDetail): string {
  return deal.id + " " + deal.title + (deal.amountMinor === null ? "" : ", " + amountText(deal));
}

export function amountText({ amountMinor, currency }: DealDetail): string {
  return amountMinor === null ? "" : formatMoney(amountMinor, currency);
}

/** What a write to a deal did to its purchase, to stand behind the message; empty for nothing. */
export function purchaseText(outcome: PurchaseOutcome, deal: DealDetail): string {
  const edit = "crm deal edit " + deal.id;
  switch (outcome.kind) {
    case "recorded":
      return "; purchase recorded as order " + outcome.orderId;
    case "changed":
      return "; order " + outcome.orderId + " follows";
    case "takenBack":
      return "; order " + outcome.orderId + " taken back";
    case "kept":
      return "; order " + outcome.orderId + " stays as it is, for it holds more than winning wrote";
    case "exists":
      return "; its purchase is order " + outcome.orderId + " already";
    case "noAmount":
      return "; no purchase recorded: it has no amount (" + edit + " --amount ... makes up for it)";
    case "noCustomer":
      return "; no purchase recorded: it has no contact or company (" + edit + " --contact ...)";
    case "none":
      return "";
  }
}

/** The instant and the day of this write, as the store takes them. */
export function momentOf(app: App, at: string): { readonly at: string; readonly today: string } {
  return { at, today: app.today() };
}
