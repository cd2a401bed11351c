import type { Command } from "commander";
import { type App, isAccessible } from "../../app.ts";
import type { Column, Row } from "../../field.ts";
import { formatOf } from "../../print.ts";
import { type BoardStage, dealBoard } from "../../store/board.ts";
import { listPipelines, pipelineNamed } from "../../store/pipeline.ts";
import { shellQuoted } from "../../values/shell-words.ts";
import { examples } from "../options.ts";
import { boardView } from "./board-view.ts";

const boardColumns: readonly Column[] = [
  { key: "pipeline", header: "Pipeline", type: "text" },
  { key: "stage", header: "Stage", type: "text" },
  { key: "kind", header: "Kind", type: "text" },
  { key: "count", header: "Deals", type: "integer" },
  { key: "amountMinor", header: "Amount", type: "money" },
  { key: "currency", header: "Currency", type: "text" },
  { key: "deals", header: "Deal ids", type: "list" },
];

/** The command deal board. */
export function board(noun: Command, app: App): void {
  examples(
    noun
      .command("board")
      .summary("The stages side by side with their deals and sums")
      .description(
        "The stages side by side with their deals and sums; of closed deals those of this month. On a terminal the arrow keys choose a deal, < and > move it, u takes that back, Esc leaves; --no-input only shows it",
      )
      .option("--pipeline <pipeline>", "the pipeline, when it is not the usual one"),
    "crm deal board",
    "crm deal board --pipeline sales --json",
  ).action((options: { pipeline?: string }) => show(app, options));
}

async function show(app: App, options: { pipeline?: string }): Promise<void> {
  const db = app.read();
  const pipeline = pipelineNamed(db, options.pipeline);
  const stages = dealBoard(db, pipeline.id, app.today());
  const rows = stages.flatMap((stage) => boardRows(stage, pipeline.name, app.currency()));
  const { fields, quiet } = app.options;
  if (formatOf(app) !== "table" || fields !== undefined || quiet === true) {
    return app.print(boardColumns, rows);
  }
  const { keys, isTty } = app.world;
  if (
    keys !== undefined &&
    isTty.out &&
    app.canAsk() &&
    !isAccessible(app) &&
    rows.some((row) => row.count)
  ) {
    const { playBoard } = await import("./board-keys.ts");
    await playBoard(app, pipeline, keys());
  }
  await drawn(app, pipeline);
  if (options.pipeline === undefined) sayOthers(app, pipeline);
}

/** Deals of another pipeline, such as one that an import added, are not on this board and would be missed. */
function sayOthers(app: App, { id }: { readonly id: number }): void {
  const busy = listPipelines(app.read()).filter((other) => other.id !== id && other.openDeals > 0);
  if (!app.world.isTty.out || busy.length === 0) return;
  const named = busy.map(({ name, openDeals }) => openDeals + " in " + name).join(", ");
  const example = "crm deal board --pipeline " + shellQuoted(busy[0]?.name ?? "");
  app.say("open in other pipelines: " + named + " (" + example + ")");
}

/** As it is now: the keys may have moved something. */
async function drawn(app: App, pipeline: { readonly id: number; readonly name: string }): Promise<void> {
  const stages = dealBoard(app.read(), pipeline.id, app.today());
  const rows = stages.flatMap((stage) => boardRows(stage, pipeline.name, app.currency()));
  await app.report(boardColumns, { report: "board", rows }, (look) =>
    boardView(stages, { name: pipeline.name, look, today: app.today() }),
  );
}

/** One row a stage and currency, so that no sum mixes currencies; a stage without deals has one row of zeros. */
function boardRows({ stage, deals, sums }: BoardStage, pipeline: string, own: string): Row[] {
  const filled = sums.length === 0 ? [{ currency: own, count: 0, amountMinor: 0 }] : sums;
  return filled.map((sum) => ({
    pipeline,
    stage: stage.name,
    kind: stage.kind,
    ...sum,
    deals: deals.filter((deal) => deal.currency === sum.currency).map((deal) => deal.id),
  }));
}
