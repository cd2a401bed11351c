import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Db } from "../../store/db.ts";
import { type DealDetail, getDeal, type Written } from "../../store/deal.ts";
import { loseDeal, moveDeal, reopenDeal, winDeal } from "../../store/deal-stage.ts";
import { dealFields } from "../../store/fields/deal.ts";
import type { Moment } from "../../store/order.ts";
import { openStepsOf } from "../../store/playbook.ts";
import { amountOption, pastDay } from "../options/money.ts";
import { examples } from "../options.ts";
import { pick } from "../pick.ts";
import { enterStage, stagePlans } from "../playbook/rules.ts";
import { dealText, momentOf, purchaseText, withQuotes } from "./text.ts";

interface WinOptions {
  readonly amount?: string;
  readonly date?: string;
}

interface LoseOptions {
  readonly competitor?: string;
  readonly date?: string;
}

/** The commands that move a deal: move, win, lose, reopen. */
export function dealStages(noun: Command, app: App): void {
  examples(
    noun
      .command("move <deal> <stage>")
      .description("Move a deal to a stage; a won stage wins it, a lost one needs --reason")
      .option("--pipeline <pipeline>", "the pipeline of that stage, when it is another one"),
    "crm deal move 3 proposal",
    'crm deal move website lost --reason "no budget"',
  ).action((ref: string, stage: string, { pipeline }: { pipeline?: string }) =>
    write(app, ref, (db, id, moment) =>
      moveDeal(db, id, { stage, pipeline, reason: app.options.reason, ...moment }),
    ),
  );

  examples(
    noun
      .command("win <deal>")
      .description("Win a deal: it is closed, and its amount recorded as a purchase")
      .option("--amount <amount>", "what it was won for")
      .option("--date <date>", "when it was won, if not today"),
    "crm deal win website",
    "crm deal win 3 --amount 4800 --date yesterday",
  ).action((ref: string, options: WinOptions) => win(app, ref, options));

  examples(
    noun
      .command("lose <deal>")
      .description("Lose a deal; --reason says why and is required")
      .option("--competitor <name>", "to whom it was lost")
      .option("--date <date>", "when it was lost, if not today"),
    "crm deal lose website --reason price --competitor Nord",
    'crm deal lose 3 --reason "no budget" --date "last fri"',
  ).action((ref: string, options: LoseOptions) => lose(app, ref, options));

  examples(
    noun
      .command("reopen <deal>")
      .description("Open a closed deal again, where it was last; the purchase of a won one is taken back")
      .option("--stage <stage>", "the open stage to go to"),
    "crm deal reopen website",
    "crm deal reopen 3 --stage qualified",
  ).action((ref: string, { stage }: { stage?: string }) =>
    write(app, ref, (db, id, moment) => reopenDeal(db, id, { stage, ...moment })),
  );
}

async function win(app: App, ref: string, { amount, date }: WinOptions): Promise<void> {
  const day = date === undefined ? undefined : pastDay(app, "--date", date);
  await write(app, ref, (db, id, moment) => {
    const sold =
      amount === undefined
        ? undefined
        : amountOption({ option: "--amount", text: amount, own: getDeal(db, id).currency });
    if (sold !== undefined && sold.minor < 0) {
      throw new UserError("usage", "--amount: a deal is not worth less than nothing");
    }
    return winDeal(db, id, { amount: sold, date: day, ...moment });
  });
}

async function lose(app: App, ref: string, { competitor, date }: LoseOptions): Promise<void> {
  const { reason } = app.options;
  if (reason === undefined || reason.trim() === "") {
    throw new UserError("usage", "deal lose needs --reason", "say why, such as --reason price");
  }
  const day = date === undefined ? undefined : pastDay(app, "--date", date);
  await write(app, ref, (db, id, moment) => loseDeal(db, id, { reason, competitor, date: day, ...moment }));
}

type Change = (db: Db, id: number, moment: Moment) => Written;

async function write(app: App, ref: string, change: Change): Promise<void> {
  const { id } = await pick(app, app.writer(), "deal", ref);
  const { said, deal, leftOpen } = await changed(app, id, change);
  await app.wrote(said, dealFields, withQuotes(app, app.writer(), deal));
  if (leftOpen !== "") app.say(leftOpen);
}

/** What was promised about a deal stands when the deal is closed: it is named, not closed in silence. */
function leftOpenText(db: Db, { id, status }: DealDetail): string {
  if (status === "open") return "";
  const sql = "SELECT id FROM follow_up WHERE deal_id = ? AND done_at IS NULL ORDER BY id";
  const ids = db.all<{ id: number }>(sql, [id]).map((row) => row.id);
  if (ids.length === 0) return "";
  const many = ids.length + (ids.length === 1 ? " open follow-up" : " open follow-ups");
  return many + " of this deal: crm followup done " + ids.join(" ");
}

/** Moves a deal of the board; gives what happened, as one sentence. */
export async function moveOnBoard(app: App, id: number, stage: string): Promise<string> {
  const move: Change = (db, dealId, moment) =>
    moveDeal(db, dealId, { stage, pipeline: undefined, reason: app.options.reason, ...moment });
  const { said, leftOpen } = await changed(app, id, move);
  return said + (leftOpen === "" ? "" : "; " + leftOpen);
}

interface Changed {
  readonly said: string;
  readonly deal: DealDetail;
  /** The follow-ups that a deal which was closed leaves open; "" for none. */
  readonly leftOpen: string;
}

async function changed(app: App, id: number, change: Change): Promise<Changed> {
  const plans = await stagePlans(app);
  const { before, deal, purchase, steps, leftOpen } = app.write((db, at) => {
    const was = getDeal(db, id);
    const open = openStepsOf(db, { noun: "deal", id }).length;
    const written = change(db, id, momentOf(app, at));
    const stopped = open - openStepsOf(db, { noun: "deal", id }).length;
    const planned = enterStage(db, plans, { dealId: id, at });
    const said = (stopped > 0 ? "; " + stopped + " playbook steps taken away" : "") + planned;
    const now = getDeal(db, id);
    return {
      ...{ before: was, deal: now, purchase: written.purchase, steps: said },
      leftOpen: leftOpenText(db, now),
    };
  });
  return { said: whatHappened(before, deal) + purchaseText(purchase, deal) + steps, deal, leftOpen };
}

function whatHappened(before: DealDetail, deal: DealDetail): string {
  const name = deal.id + " " + deal.title;
  const place = deal.stage + (before.pipeline === deal.pipeline ? "" : " of " + deal.pipeline);
  if (deal.status === "won") return "Won deal " + dealText(deal);
  if (deal.status === "lost") {
    const to = deal.competitor === null ? "" : ", to " + deal.competitor;
    return "Lost deal " + name + " (" + deal.lostReason + to + ")";
  }
  return (
    (before.status === "open" ? "Moved deal " + name + " to " : "Reopened deal " + name + " in ") + place
  );
}
