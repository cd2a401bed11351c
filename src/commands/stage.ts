import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import type { Db } from "../store/db.ts";
import { pipelineNamed } from "../store/pipeline.ts";
import {
  addStage,
  editStage,
  listStages,
  moveStage,
  type Stage,
  type StageDraft,
  stageColumns,
  stageKinds,
  stageNamed,
} from "../store/stage.ts";
import { percentOption } from "./deal/draft.ts";
import { examples, oneOf, wholeNumber } from "./options.ts";

interface StageOptions {
  readonly pipeline?: string;
  readonly kind?: string;
  readonly probability?: string;
  readonly rot?: string;
  readonly name?: string;
  readonly position?: number;
}

/** The commands of the noun stage. */
export function stage(noun: Command, app: App): void {
  examples(
    inPipeline(noun.command("list").description("List the stages in their order, of every pipeline or one")),
    "crm stage list",
    "crm stage list --pipeline sales --json",
  ).action((options: StageOptions) => list(app, options));

  examples(
    stageOptions(
      noun.command("add <name>").description("Add a stage, behind the open ones or at --position"),
    ).option("--position <n>", "its place in the pipeline, 1 being the first", wholeNumber),
    "crm stage add negotiation --probability 70 --rot 10",
    "crm stage add signed --kind won --pipeline sales",
  ).action((name: string, options: StageOptions) => add(app, name, options));

  examples(
    stageOptions(noun.command("edit <stage>").description("Change a stage; deals in it stay in it")).option(
      "--name <name>",
      "the new name",
    ),
    "crm stage edit proposal --probability 60 --rot 14",
    "crm stage edit lead --name enquiry",
  ).action((word: string, options: StageOptions) => edit(app, word, options));

  examples(
    inPipeline(
      noun.command("move <stage> <position>").description("Give a stage another place in its pipeline"),
    ),
    "crm stage move qualified 1",
    "crm stage move proposal 2 --pipeline sales",
  ).action((word: string, position: string, options: StageOptions) =>
    move(app, word, { ...options, position }),
  );
}

function inPipeline(command: Command): Command {
  return command.option("--pipeline <pipeline>", "the pipeline, when it is not the usual one");
}

function stageOptions(command: Command): Command {
  return inPipeline(command)
    .option("--probability <percent>", "how likely a deal in it is won, 0 to 100")
    .option("--rot <days>", "after so many days a deal has been in it too long")
    .option("--kind <kind>", stageKinds.join(", "));
}

async function list(app: App, { pipeline }: StageOptions): Promise<void> {
  const db = app.read();
  const id = pipeline === undefined ? undefined : pipelineNamed(db, pipeline).id;
  await app.print(stageColumns, listStages(db, id));
}

async function add(app: App, name: string, options: StageOptions): Promise<void> {
  const draft = { kind: "open", probability: null, rotDays: null, ...patchOf(options), name } as const;
  const at = options.position === undefined ? {} : { position: options.position };
  const added = app.write((db) => addStage(db, pipelineNamed(db, options.pipeline).id, { ...draft, ...at }));
  await wrote(app, "Added", added);
}

async function edit(app: App, word: string, options: StageOptions): Promise<void> {
  const patch = patchOf(options);
  if (Object.keys(patch).length === 0) {
    throw new UserError("usage", "nothing to change", "say what, such as --probability 60 or --name enquiry");
  }
  await wrote(
    app,
    "Changed",
    app.write((db) => editStage(db, stageOf(db, word, options), patch)),
  );
}

async function move(app: App, word: string, options: { pipeline?: string; position: string }): Promise<void> {
  const position = daysOrPlace("the position", options.position);
  const moved = app.write((db) => moveStage(db, stageOf(db, word, options), position));
  await wrote(app, "Moved", moved);
}

function stageOf(db: Db, word: string, { pipeline }: { pipeline?: string }): Stage {
  return stageNamed(db, pipelineNamed(db, pipeline), word);
}

/** What was typed of a stage; an empty text empties. */
function patchOf({ name, kind, probability, rot }: StageOptions): Partial<StageDraft> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(kind === undefined ? {} : { kind: oneOf("--kind", kind, stageKinds) }),
    ...(probability === undefined
      ? {}
      : { probability: probability === "" ? null : percentOption(probability) }),
    ...(rot === undefined ? {} : { rotDays: rot === "" ? null : daysOrPlace("--rot", rot) }),
  };
}

function daysOrPlace(what: string, text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new UserError("usage", what + ': "' + text + '" is no number', "write a whole number from 1");
}

async function wrote(app: App, verb: string, written: Stage): Promise<void> {
  const place = " of " + written.pipeline + ", place " + written.position;
  await app.wrote(verb + " stage " + written.id + " " + written.name + place, stageColumns, written);
}
