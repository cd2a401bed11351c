import type { Command } from "commander";
import type { App } from "../app.ts";
import { joinTeam } from "../store/collaborator.ts";
import { addDeal, type DealDetail, deleteDeal, getDeal } from "../store/deal.ts";
import { dealFields } from "../store/fields/deal.ts";
import { backUpBeforeMany } from "./backup.ts";
import { chooseMany, oneOrAll, whatWasDone } from "./choose.ts";
import { board } from "./deal/board.ts";
import { dealCard } from "./deal/card.ts";
import { type DealEdits, dealDraft, dealEdits, dealOptions, type NewDealOptions } from "./deal/draft.ts";
import { dealStages } from "./deal/stage.ts";
import { dealText, momentOf, purchaseText, withQuotes } from "./deal/text.ts";
import { listNoun } from "./list.ts";
import { takingAway } from "./options/away.ts";
import { changeTeams, withoutOption } from "./options/team.ts";
import { collect, collectWhole, examples, filterOptions, type ListOptions, listOptions } from "./options.ts";
import { confirm, pick } from "./pick.ts";
import { enterStage, stagePlans } from "./playbook/rules.ts";
import { refuseDash } from "./text-source.ts";

/** The commands of the noun deal. */
export function deal(noun: Command, app: App): void {
  examples(
    dealOptions(noun.command("add <title>").description("Add a deal to the first stage, or to --stage"))
      .option("--stage <stage>", "the stage it is in")
      .option("--pipeline <pipeline>", "the pipeline, when it is not the usual one"),
    "crm deal add Website --contact jane --amount 5000 --close 2026-12-15",
    'crm deal add "Audit 2027" --company acme --amount "4,500 EUR" --stage proposal --probability 40',
  ).action((title: string, options: NewDealOptions) => add(app, title, options));

  examples(
    listOptions(noun.command("list [filter...]").description("List deals, all or those that fit a filter")),
    "crm deal list 'status = open and close <= eom' --sort close",
    "crm deal list 'stage in (proposal, qualified)' --fields id,title,amountMinor,weightedMinor",
  ).action((words: string[], options: ListOptions) => listNoun(app, "deal", words, options));

  examples(
    noun.command("show <deal>").description("All about one deal, with its way through the stages"),
    "crm deal show website",
    "crm deal show 3 --json",
  ).action((ref: string) => show(app, ref));

  examples(
    withoutOption(
      dealOptions(
        filterOptions(noun.command("edit [deal]").description("Change a deal, or all that fit a filter")),
      ),
    )
      .option("--title <title>", "the title")
      .option("--untag <tag>", "take a tag away", collect)
      .option(
        "--drop <contact>",
        "who it is no longer with, of --also; several times for several",
        collectWhole,
      )
      .option("--lost-reason <text>", "why it was lost")
      .option("--competitor <name>", "to whom it was lost"),
    "crm deal edit website --amount 6000 --close fri",
    "crm deal edit website --also tom",
    "crm deal edit --where 'owner = tom' --owner jane --yes",
  ).action((ref: string | undefined, options: DealEdits & ListOptions) => edit(app, ref, options));

  examples(
    filterOptions(
      noun
        .command("delete [deal]")
        .description("Delete a deal; its purchase and talks stay with the contact"),
    ),
    "crm deal delete website --yes",
    "crm deal delete --where 'tag = test' --dry-run",
  ).action((ref: string | undefined, options: ListOptions) => remove(app, ref, options));

  dealStages(noun, app);
  board(noun, app);
}

async function add(app: App, title: string, options: NewDealOptions): Promise<void> {
  refuseDash(title, "deals");
  const draft = await dealDraft(app, title, options);
  const plans = await stagePlans(app);
  const {
    deal: added,
    purchase,
    steps,
  } = app.write((db, at) => {
    const written = addDeal(db, draft, momentOf(app, at));
    joinTeam(db, { noun: "deal", id: written.id }, options.with ?? []);
    const planned = enterStage(db, plans, { dealId: written.id, at });
    return { deal: getDeal(db, written.id), purchase: written.purchase, steps: planned };
  });
  const close = added.closeDate === null ? "" : ", close " + added.closeDate;
  const message = "Added deal " + dealText(added) + ", " + added.stage + close;
  await app.wrote(
    message + purchaseText(purchase, added) + steps,
    dealFields,
    withQuotes(app, app.writer(), added),
  );
}

async function show(app: App, ref: string): Promise<void> {
  const db = app.read();
  const { id } = await pick(app, db, "deal", ref);
  const shown = withQuotes(app, db, getDeal(db, id));
  await app.show(dealFields, shown, (look) => dealCard(shown, { look, today: app.today() }));
}

async function edit(app: App, ref: string | undefined, options: DealEdits & ListOptions): Promise<void> {
  const away = takingAway("deal");
  const change = await dealEdits(app, options, away);
  const ids = await chooseMany(app, { noun: "deal", ref, options, action: "Change" });
  const changed = app.write((db, at) => {
    const deals = ids.map((id) => {
      const purchase = change(db, id, momentOf(app, at));
      changeTeams(db, { noun: "deal", id }, { options, away });
      return { deal: getDeal(db, id), purchase };
    });
    away.check(ids);
    return deals;
  });
  const notes = changed.map((one) => purchaseText(one.purchase, one.deal)).filter((note) => note !== "");
  const close =
    options.close === undefined || options.close === "" ? "" : ", close " + app.when(options.close).date;
  await wrote(
    app,
    { verb: "Changed", behind: close + notes.join("") },
    changed.map(({ deal }) => (changed.length === 1 ? withQuotes(app, app.writer(), deal) : deal)),
  );
}

async function remove(app: App, ref: string | undefined, options: ListOptions): Promise<void> {
  const ids = await chooseMany(app, { noun: "deal", ref, options });
  const deals = ids.map((id) => getDeal(app.writer(), id));
  const [first] = deals;
  await confirm(app, "Delete " + (deals.length === 1 && first ? dealText(first) : deals.length + " deals"));
  backUpBeforeMany(app, "delete", ids.length);
  app.write((db) => {
    for (const id of ids) deleteDeal(db, id, app.today());
    return oneOrAll(deals);
  });
  const orders = deals.map((one) => one.orderId).filter((id) => id !== null);
  const stay = orders.length === 0 ? "" : "; " + stayText(orders);
  await wrote(app, { verb: "Deleted", behind: stay }, deals);
}

function stayText(orders: readonly number[]): string {
  return orders.length === 1
    ? "its purchase, order " + orders[0] + ", stays"
    : orders.length + " orders stay";
}

interface Said {
  readonly verb: string;
  readonly behind: string;
}

async function wrote(app: App, { verb, behind }: Said, deals: readonly DealDetail[]): Promise<void> {
  const named = deals.map(({ id, title }) => ({ id, name: title }));
  await app.wrote(whatWasDone(verb, "deal", named) + behind, dealFields, oneOrAll(deals));
}
