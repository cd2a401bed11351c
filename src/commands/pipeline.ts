import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import {
  addPipeline,
  editPipeline,
  listPipelines,
  pipelineColumns,
  pipelineNamed,
} from "../store/pipeline.ts";
import type { StageDraft } from "../store/stage.ts";
import { examples } from "./options.ts";

interface PipelineEdits {
  readonly name?: string;
  readonly default?: boolean;
}

/** The commands of the noun pipeline. */
export function pipeline(noun: Command, app: App): void {
  examples(
    noun.command("list").description("List the pipelines with their stages, the usual one first"),
    "crm pipeline list",
    "crm pipeline list --json",
  ).action(() => app.print(pipelineColumns, listPipelines(app.read())));

  examples(
    noun
      .command("add <name>")
      .description("Add a pipeline; a won and a lost stage come by themselves")
      .requiredOption("--stages <list>", "stages with their probability, such as lead:10,proposal:50"),
    "crm pipeline add renewals --stages due:60,offered:80",
    "crm pipeline add grants --stages idea:5,applied:30,granted:won,declined:lost",
  ).action((name: string, { stages }: { stages: string }) => add(app, name, stages));

  examples(
    noun
      .command("edit <pipeline>")
      .description("Rename a pipeline, or make it the usual one")
      .option("--name <name>", "the new name")
      .option("--default", "new deals begin here from now on"),
    "crm pipeline edit sales --name projects",
    "crm pipeline edit sales --default",
  ).action((word: string, edits: PipelineEdits) => edit(app, word, edits));
}

async function add(app: App, name: string, text: string): Promise<void> {
  const stages = text
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(stageOption);
  const added = app.write((db) => addPipeline(db, name, stages));
  await app.wrote(
    "Added pipeline " + added.id + " " + added.name + ": " + added.stages.join(", "),
    pipelineColumns,
    added,
  );
}

async function edit(app: App, word: string, edits: PipelineEdits): Promise<void> {
  if (edits.name === undefined && edits.default === undefined) {
    throw new UserError("usage", "nothing to change", "say what: --name or --default");
  }
  const changed = app.write((db) =>
    editPipeline(db, pipelineNamed(db, word).id, { name: edits.name, isDefault: edits.default }),
  );
  await app.wrote("Changed pipeline " + changed.id + " " + changed.name, pipelineColumns, changed);
}

/** "proposal:50" is an open stage with 50 %, "granted:won" one of that kind, "lead" one without probability. */
function stageOption(text: string): StageDraft {
  const [name = "", value, ...more] = text.split(":").map((part) => part.trim());
  const open = { name, kind: "open", probability: null, rotDays: null } as const;
  if (name !== "" && more.length === 0) {
    if (value === undefined || value === "open") return open;
    if (value === "won" || value === "lost") return { ...open, kind: value };
    const percent = /^\d{1,3}%?$/.test(value) ? Number.parseInt(value, 10) : Number.NaN;
    if (percent <= 100) return { ...open, probability: percent };
  }
  throw new UserError(
    "usage",
    '--stages: "' + text.trim() + '" is no stage',
    "write name, name:0 to name:100, name:won or name:lost",
  );
}
