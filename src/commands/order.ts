import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { formatMoney } from "../output/format.ts";
import { joinTeam } from "../store/collaborator.ts";
import { orderFields } from "../store/fields/order.ts";
import { findNumbered } from "../store/numbered.ts";
import { addOrder, deleteOrder, editOrder, getOrder, type OrderDetail, refundOrder } from "../store/order.ts";
import { momentOf } from "./deal/text.ts";
import { listNoun } from "./list.ts";
import { amountOption } from "./options/money.ts";
import { changeTeam, withoutOption } from "./options/team.ts";
import { examples, type ListOptions, listOptions } from "./options.ts";
import { orderCard } from "./order/card.ts";
import { type OrderOptions, orderDraft, orderEdits, orderOptions } from "./order/draft.ts";
import { confirm } from "./pick.ts";

/** The commands of the noun order. */
export function order(noun: Command, app: App): void {
  examples(
    orderOptions(noun.command("add [contact]").description("Record a purchase")),
    "crm order add jane --amount 120 --date yesterday --number 2026-041",
    'crm order add --company acme --line "Logo x 1 @ 450" --line "Cards x 200 @ 0.35"',
  ).action((contact: string | undefined, options: OrderOptions) => add(app, contact, options));

  examples(
    listOptions(
      noun.command("list [filter...]").description("List purchases, all or those that fit a filter"),
    ),
    "crm order list 'date >= som and amount > 100' --sort -date",
    "crm order list 'product ~ logo' --format csv",
  ).action((words: string[], options: ListOptions) => listNoun(app, "order", words, options));

  examples(
    noun.command("show <order>").description("One purchase with its lines, by id or number"),
    "crm order show 1",
    "crm order show 2026-041 --json",
  ).action((ref: string) => show(app, ref));

  examples(
    withoutOption(
      orderOptions(
        noun.command("edit <order>").description("Change a purchase; new lines take the place of the old"),
      ),
    ).option("--contact <contact>", "who bought"),
    "crm order edit 1 --amount 130",
    'crm order edit 2026-041 --note "paid in two parts"',
  ).action((ref: string, options: OrderOptions) => edit(app, ref, options));

  examples(
    noun
      .command("refund <order>")
      .description("Note that money went back, all that is left or --amount of it")
      .option("--amount <amount>", "how much"),
    "crm order refund 1",
    "crm order refund 2026-041 --amount 20",
  ).action((ref: string, options: { amount?: string }) => refund(app, ref, options));

  examples(
    noun.command("delete <order>").description("Delete a purchase that never was; money back is a refund"),
    "crm order delete 1 --yes",
    "crm order delete 2026-041 --dry-run",
  ).action((ref: string) => remove(app, ref));
}

async function add(app: App, contact: string | undefined, options: OrderOptions): Promise<void> {
  const draft = await orderDraft(app, contact === undefined ? options : { ...options, contact });
  const added = app.write((db, at) => {
    const id = addOrder(db, draft, momentOf(app, at));
    joinTeam(db, { noun: "order", id }, options.with ?? []);
    return getOrder(db, id);
  });
  await app.wrote("Added order " + orderText(added) + saidText(draft), orderFields, added);
}

async function show(app: App, ref: string): Promise<void> {
  const db = app.read();
  const shown = getOrder(db, findNumbered(db, "order", ref));
  await app.show(orderFields, shown, (look) => orderCard(shown, look));
}

async function edit(app: App, ref: string, options: OrderOptions): Promise<void> {
  const db = app.writer();
  const before = getOrder(db, findNumbered(db, "order", ref));
  const draft = await orderEdits(app, before, options);
  const changed = app.write((write, at) => {
    editOrder(write, before.id, { draft, ...momentOf(app, at) });
    changeTeam(write, { noun: "order", id: before.id }, options);
    return getOrder(write, before.id);
  });
  await app.wrote("Changed order " + orderText(changed) + saidText(draft), orderFields, changed);
}

/** Which prices the program put in. */
function saidText({ said }: { said: string }): string {
  return said === "" ? "" : "; " + said;
}

async function refund(app: App, ref: string, { amount }: { amount?: string }): Promise<void> {
  const { back, order: refunded } = app.write((db, at) => {
    const id = findNumbered(db, "order", ref);
    const { currency } = getOrder(db, id);
    const asked = amount === undefined ? {} : { minor: refundAmount(amount, currency) };
    const minor = refundOrder(db, id, { ...asked, ...momentOf(app, at) });
    return { back: minor, order: getOrder(db, id) };
  });
  const { id, amountMinor, refundedMinor, currency } = refunded;
  const left = amountMinor === refundedMinor ? "nothing" : formatMoney(amountMinor - refundedMinor, currency);
  const message = "Refunded " + formatMoney(back, currency) + " of order " + id + "; " + left + " is left";
  await app.wrote(message, orderFields, refunded);
}

function refundAmount(text: string, currency: string): number {
  const { minor } = amountOption({ option: "--amount", text, own: currency, currency });
  if (minor > 0) return minor;
  throw new UserError("usage", '--amount: "' + text + '" is nothing to refund', "write an amount above zero");
}

async function remove(app: App, ref: string): Promise<void> {
  const db = app.writer();
  const gone = getOrder(db, findNumbered(db, "order", ref));
  await confirm(app, "Delete order " + orderText(gone));
  app.write((write) => {
    deleteOrder(write, gone.id, app.today());
    return gone;
  });
  await app.wrote("Deleted order " + orderText(gone), orderFields, gone);
}

/** "7, 120.00 EUR on 2026-11-20, Jane Roe" */
function orderText(of: OrderDetail): string {
  const who = of.contact ?? of.company;
  const name = who === null ? "" : ", " + who;
  return of.id + ", " + formatMoney(of.amountMinor, of.currency) + " on " + of.orderDate + name;
}
