import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import type { Column } from "../field.ts";
import { followupFields } from "../store/followup.ts";
import { pipelineNamed } from "../store/pipeline.ts";
import {
  applySteps,
  dropPlaybookRule,
  openStepsOf,
  type PlaybookTarget,
  playbookRules,
  setPlaybookRule,
  stopSteps,
} from "../store/playbook.ts";
import { candidates } from "../store/reference.ts";
import { stageNamed } from "../store/stage.ts";
import { examples } from "./options.ts";
import { pick } from "./pick.ts";
import { getPlaybook, listPlaybooks, playbookFolder } from "./playbook/file.ts";
import { plannedSteps } from "./playbook/rules.ts";
import { whenText } from "./playbook/step.ts";

const columns: readonly Column[] = [
  { key: "name", header: "Playbook", type: "text" },
  { key: "about", header: "About", type: "text" },
  { key: "steps", header: "Steps", type: "integer" },
  { key: "on", header: "Applied on", type: "list" },
  { key: "from", header: "From", type: "text" },
];

const stepColumns: readonly Column[] = [
  { key: "step", header: "Step", type: "integer" },
  { key: "when", header: "When", type: "text" },
  { key: "kind", header: "Kind", type: "text" },
  { key: "title", header: "Title", type: "text" },
  { key: "priority", header: "Priority", type: "text", detail: true },
  { key: "note", header: "Note", type: "text", detail: true },
];

const ruleColumns: readonly Column[] = [
  { key: "pipeline", header: "Pipeline", type: "text" },
  { key: "stage", header: "Stage", type: "text" },
  { key: "playbook", header: "Playbook", type: "text" },
  { key: "stageId", header: "Stage id", type: "id", detail: true },
];

const targets = ["contact", "deal"] as const;

/** The commands of the noun playbook: named lists of steps that become follow-ups. */
export function playbook(noun: Command, app: App): void {
  declareSteps(noun, app);
  declareRules(noun, app);
}

function declareSteps(noun: Command, app: App): void {
  examples(
    noun.command("list").description("The playbooks: built in, and files of your own"),
    "crm playbook list",
    "crm playbook list --json",
  ).action(() => list(app));

  examples(
    noun.command("show <name>").description("The steps of a playbook"),
    "crm playbook show new-lead",
    "crm playbook show 'after quote' --json",
  ).action((name: string) => show(app, name));

  examples(
    noun
      .command("apply <name> <target...>")
      .description(
        "Plan the steps of a playbook as follow-ups for a contact or a deal: jane, 'contact 3', 'deal 3'",
      )
      .option("--again", "although steps of it are still open"),
    "crm playbook apply new-lead jane",
    "crm playbook apply after-quote deal website --dry-run",
  ).action((name: string, words: string[], { again }: { again?: boolean }) =>
    apply(app, { name, words, again: again === true }),
  );

  examples(
    noun
      .command("stop <target...>")
      .description("Take away the steps that are still open")
      .option("--playbook <name>", "of this playbook only"),
    "crm playbook stop jane",
    "crm playbook stop deal website --playbook after-quote",
  ).action((words: string[], options: { playbook?: string }) => stop(app, words, options.playbook));
}

/** Playbooks that are applied to each deal that enters a stage. */
function declareRules(noun: Command, app: App): void {
  examples(
    onStage(noun.command("on <stage> <name>")).description(
      "Apply a playbook to each deal that enters a stage; its steps stop when the deal closes",
    ),
    "crm playbook on proposal after-quote",
    "crm playbook on lead new-lead --pipeline sales",
  ).action((stage: string, name: string, { pipeline }: { pipeline?: string }) =>
    changeRule(app, { stage, name, pipeline, isOn: true }),
  );

  examples(
    onStage(noun.command("off <stage> <name>")).description("Apply it no longer"),
    "crm playbook off proposal after-quote",
    "crm playbook off proposal after-quote --dry-run",
  ).action((stage: string, name: string, { pipeline }: { pipeline?: string }) =>
    changeRule(app, { stage, name, pipeline, isOn: false }),
  );
}

function onStage(command: Command): Command {
  return command.option("--pipeline <pipeline>", "the pipeline of the stage, if not the default one");
}

async function list(app: App): Promise<void> {
  const rules = playbookRules(app.read());
  const playbooks = await listPlaybooks(app);
  const rows = playbooks.map(({ name, about, steps, from }) => ({
    ...{ name, about, steps: steps.length, from },
    on: rules.filter((rule) => rule.playbook === name).map((rule) => rule.stage),
  }));
  await app.print(columns, rows);
  if (app.world.isTty.out) app.say("Your own: a file such as " + playbookFolder(app) + "/my-way.toml");
}

async function show(app: App, name: string): Promise<void> {
  const { steps } = await getPlaybook(app, name);
  const rows = steps.map((step, index) => ({
    step: index + 1,
    when: whenText(step),
    ...step,
    after: step.after.count,
  }));
  await app.print(stepColumns, rows);
}

type Target = PlaybookTarget & { readonly text: string };

/** "jane", "contact 3" or "deal website". What could be a contact and a deal has to be said. */
async function targetOf(app: App, words: readonly string[]): Promise<Target> {
  const [word = "", ...rest] = words;
  const noun = targets.find((target) => target === word.toLowerCase());
  if (noun !== undefined && rest.length > 0) return namedTarget(app, noun, rest.join(" "));
  const ref = words.join(" ");
  const db = app.writer();
  const isDeal = candidates(db, "deal", ref).length > 0;
  if (isDeal && candidates(db, "contact", ref).length > 0) {
    const hint = "say contact " + ref + " or deal " + ref;
    throw new UserError("ambiguous", '"' + ref + '" could be a contact or a deal', hint);
  }
  return namedTarget(app, isDeal ? "deal" : "contact", ref);
}

async function namedTarget(app: App, noun: (typeof targets)[number], ref: string): Promise<Target> {
  const { id, name } = await pick(app, app.writer(), noun, ref);
  return { noun, id, text: noun + " " + id + " " + name };
}

async function apply(
  app: App,
  { name, words, again }: { name: string; words: readonly string[]; again: boolean },
): Promise<void> {
  const chosen = await getPlaybook(app, name);
  const target = await targetOf(app, words);
  const open = openStepsOf(app.writer(), target, chosen.name);
  if (open.length > 0 && !again) {
    throw new UserError(
      "refused",
      chosen.name + " is under way for " + target.text + ": " + open.length + " steps are open",
      "--again plans them once more, crm playbook stop takes them away",
    );
  }
  const steps = plannedSteps(app, chosen);
  const added = app.write((db, at) => applySteps(db, target, { playbook: chosen.name, steps, at }));
  const last = added.at(-1);
  await app.wrote(
    "Planned " +
      added.length +
      " steps of " +
      chosen.name +
      " for " +
      target.text +
      ", the last on " +
      last?.dueDate,
    followupFields,
    added,
  );
}

async function stop(app: App, words: readonly string[], name: string | undefined): Promise<void> {
  const target = await targetOf(app, words);
  const only = name === undefined ? undefined : (await getPlaybook(app, name)).name;
  const open = openStepsOf(app.writer(), target, only);
  if (open.length === 0) throw new UserError("refused", "no step of a playbook is open for " + target.text);
  app.write((db) => stopSteps(db, target, only));
  await app.wrote(
    "Stopped: " + open.length + " steps for " + target.text + " are taken away",
    [
      { key: "id", header: "Id", type: "id" },
      { key: "playbook", header: "Playbook", type: "text" },
    ],
    open.map((step) => ({ ...step })),
  );
}

interface RuleChange {
  readonly stage: string;
  readonly name: string;
  readonly pipeline: string | undefined;
  readonly isOn: boolean;
}

async function changeRule(app: App, { stage, name, pipeline, isOn }: RuleChange): Promise<void> {
  const chosen = await getPlaybook(app, name);
  const rule = app.write((db) => {
    const of = pipelineNamed(db, pipeline);
    const found = stageNamed(db, of, stage);
    if (found.kind !== "open")
      throw new UserError("usage", found.name + " is a " + found.kind + " stage: a closed deal has no steps");
    if (isOn) setPlaybookRule(db, found.id, chosen.name);
    else if (!dropPlaybookRule(db, found.id, chosen.name))
      throw new UserError(
        "not_found",
        chosen.name + " is not applied on " + found.name,
        "see: crm playbook list",
      );
    return { pipeline: of.name, stage: found.name, playbook: chosen.name, stageId: found.id };
  });
  const text = isOn
    ? "From now on a deal that enters " + rule.stage + " gets "
    : "A deal that enters " + rule.stage + " no longer gets ";
  await app.wrote(text + chosen.name, ruleColumns, rule);
}
