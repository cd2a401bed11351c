import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { setCustomValues } from "../store/custom.ts";
import { surveyFields } from "../store/fields/survey.ts";
import { addSurvey, deleteSurvey, editSurvey, getSurvey, surveyKinds, surveyNamed } from "../store/survey.ts";
import { keptText } from "../values/kept-text.ts";
import { listNoun } from "./list.ts";
import { customOf, type SetOptions, setOption } from "./options/custom.ts";
import { examples, type ListOptions, listOptions, oneOf } from "./options.ts";
import { confirm } from "./pick.ts";
import { counted } from "./report/figures.ts";
import { declareSurveyReport } from "./report/nps.ts";
import { declareAnswers } from "./survey/answers.ts";
import { surveyCard } from "./survey/card.ts";

interface SurveyOptions extends SetOptions {
  readonly name?: string;
  readonly kind?: string;
  readonly question?: string;
  readonly note?: string;
}

/** The commands of the noun survey. */
export function survey(noun: Command, app: App): void {
  examples(
    surveyOptions(noun.command("add <name>").description("Add a survey: nps (0 to 10) or csat (1 to 5)")),
    'crm survey add yearly --question "Would you recommend us?"',
    "crm survey add delivery --kind csat",
  ).action(async (name: string, options: SurveyOptions) => {
    const row = { kind: "nps", ...rowOf(options), name };
    const added = app.write((db, at) => {
      const id = addSurvey(db, row, at);
      setCustomValues(db, { noun: "survey", id }, customOf(options));
      return getSurvey(db, id);
    });
    await app.wrote(
      "Added survey " + added.id + " " + added.name + " (" + added.kind + ")",
      surveyFields,
      added,
    );
  });

  examples(
    listOptions(noun.command("list [filter...]").description("List surveys, all or those that fit")),
    "crm survey list",
    "crm survey list 'kind = nps' --sort -lastAnswerDate",
  ).action((words: string[], options: ListOptions) => listNoun(app, "survey", words, options));

  examples(
    noun.command("show <survey>").description("One survey"),
    "crm survey show yearly",
    "crm survey show 1 --json",
  ).action((ref: string) => {
    const shown = surveyNamed(app.read(), ref);
    return app.show(surveyFields, shown, (look) => surveyCard(shown, look));
  });

  examples(
    surveyOptions(noun.command("edit <survey>").description("Change a survey")).option(
      "--name <name>",
      "another name",
    ),
    'crm survey edit yearly --question "How likely are you to recommend us?"',
    "crm survey edit yearly --name 2026",
  ).action(async (ref: string, options: SurveyOptions) => {
    if (Object.keys(options).length === 0)
      throw new UserError("usage", "nothing to change", "say what, such as --name");
    const changed = app.write((db, at) => {
      const { id } = surveyNamed(db, ref);
      editSurvey(db, id, { row: rowOf(options), at });
      setCustomValues(db, { noun: "survey", id }, customOf(options));
      return getSurvey(db, id);
    });
    await app.wrote("Changed survey " + changed.id + " " + changed.name, surveyFields, changed);
  });

  examples(
    noun.command("delete <survey>").description("Delete a survey with its answers"),
    "crm survey delete yearly --yes",
    "crm survey delete yearly --dry-run",
  ).action(async (ref: string) => {
    const gone = surveyNamed(app.writer(), ref);
    await confirm(app, "Delete survey " + gone.name + " with " + counted(gone.answers, "answer"));
    app.write((db) => {
      deleteSurvey(db, gone.id);
      return gone;
    });
    await app.wrote("Deleted survey " + gone.id + " " + gone.name, surveyFields, gone);
  });

  declareAnswers(noun, app);
  declareSurveyReport(noun, app);
}

function surveyOptions(command: Command): Command {
  return setOption(command)
    .option("--kind <kind>", "nps: 0 to 10, csat: 1 to 5")
    .option("--question <text>", "what was asked")
    .option("--note <text>", "a lasting remark");
}

function rowOf({ name, kind, question, note }: SurveyOptions) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(kind === undefined ? {} : { kind: oneOf("--kind", kind, surveyKinds) }),
    ...(question === undefined ? {} : { question: keptText(question) }),
    ...(note === undefined ? {} : { note: keptText(note) }),
  };
}
