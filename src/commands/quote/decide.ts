import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Db } from "../../store/db.ts";
import { getDeal } from "../../store/deal.ts";
import { quoteFields } from "../../store/fields/quote.ts";
import type { Moment } from "../../store/order.ts";
import type { PurchaseOutcome } from "../../store/purchase.ts";
import { acceptQuote, declineQuote, expireQuote, sendQuote } from "../../store/quote/status.ts";
import { type QuoteDetail, quotesOfDeal } from "../../store/quote.ts";
import { momentOf } from "../deal/text.ts";
import { pastDay } from "../options/money.ts";
import { examples } from "../options.ts";
import { enterStage, stagePlans } from "../playbook/rules.ts";
import { quoteOf, quoteText, wholeQuote } from "./text.ts";

interface AcceptOptions {
  readonly date?: string;
  readonly force?: boolean;
}

/** The commands that decide about a quote: send, accept, decline, expire. */
export function quoteDecisions(noun: Command, app: App): void {
  examples(
    noun
      .command("send <quote>")
      .description("Note that a quote has gone out; crm quote print makes the document, you send it"),
    "crm quote send 1",
    "crm quote send Q-2026-0001 --json",
  ).action((ref: string) => decide(app, ref, { verb: "Sent", change: sendQuote }));

  examples(
    noun
      .command("accept <quote>")
      .description("Accept a quote: its deal is won, and the order recorded with its lines")
      .option("--date <date>", "when it was accepted, if not today")
      .option("--force", "also one that has expired or was declined"),
    "crm quote accept 1",
    "crm quote accept Q-2026-0001 --date yesterday",
  ).action((ref: string, options: AcceptOptions) => accept(app, ref, options));

  examples(
    noun.command("decline <quote>").description("Note that a quote was declined; --reason says why"),
    'crm quote decline 1 --reason "too expensive"',
    "crm quote decline Q-2026-0001 --reason competitor",
  ).action((ref: string) => decline(app, ref));

  examples(
    noun.command("expire <quote>").description("End a quote that is not to hold any longer"),
    "crm quote expire 1",
    "crm quote expire Q-2026-0001 --dry-run",
  ).action((ref: string) => decide(app, ref, { verb: "Ended", change: expireQuote }));
}

interface Decision {
  readonly verb: string;
  readonly change: (db: Db, quote: QuoteDetail, moment: Moment) => void;
}

async function decide(app: App, ref: string, { verb, change }: Decision): Promise<void> {
  const changed = app.write((db, at) => {
    const before = quoteOf(app, db, ref);
    change(db, before, momentOf(app, at));
    return wholeQuote(app, db, before.id);
  });
  await app.wrote(verb + " quote " + quoteText(changed), quoteFields, changed);
}

async function decline(app: App, ref: string): Promise<void> {
  const reason = app.options.reason?.trim() ?? "";
  if (reason === "") {
    throw new UserError("usage", "quote decline needs --reason", "say why, such as --reason price");
  }
  const change: Decision["change"] = (db, before, moment) => declineQuote(db, before, { ...moment, reason });
  await decide(app, ref, { verb: "Declined", change });
}

async function accept(app: App, ref: string, { date, force }: AcceptOptions): Promise<void> {
  const day = date === undefined ? undefined : pastDay(app, "--date", date);
  const plans = await stagePlans(app);
  const { quote, purchase, won, steps } = app.write((db, at) => {
    const before = quoteOf(app, db, ref);
    const { dealId } = before;
    const wasWon = dealId === null || getDeal(db, dealId).status === "won";
    const outcome = acceptQuote(db, before, { ...momentOf(app, at), date: day, force: force === true });
    const planned = wasWon ? "" : enterStage(db, plans, { dealId, at });
    const accepted = wholeQuote(app, db, before.id);
    return { quote: accepted, purchase: outcome, won: !wasWon, steps: planned };
  });
  const deal = won ? "; deal " + quote.dealId + " " + quote.deal + " is won" : "";
  const said = "Accepted quote " + quoteText(quote) + deal + orderText(purchase) + steps;
  await app.wrote(said + unsentText(quote) + othersText(app, quote), quoteFields, quote);
}

function orderText(purchase: PurchaseOutcome): string {
  if (purchase.kind === "recorded") return "; recorded as order " + purchase.orderId;
  if (purchase.kind === "exists") return "; its purchase is order " + purchase.orderId + " already";
  return "; no purchase recorded: it has no contact or company";
}

/** What was accepted is the version that holds: a customer who answers to one that was sent before has not seen it. */
function unsentText({ version, versions }: QuoteDetail): string {
  const sent = versions.filter(({ sentAt }) => sentAt !== null).map((one) => one.version);
  if (sent.length === 0 || sent.includes(version)) return "";
  return "; version " + version + " was never sent, the last that was is " + Math.max(...sent);
}

/** Other quotes of the deal that are still open: somebody should end them. */
function othersText(app: App, { id, dealId }: QuoteDetail): string {
  if (dealId === null) return "";
  const others = quotesOfDeal(app.writer(), dealId, app.today()).filter(
    (other) => other.id !== id && (other.status === "draft" || other.status === "sent"),
  );
  if (others.length === 0) return "";
  return "; still open for this deal: " + others.map(({ number }) => number).join(", ");
}
