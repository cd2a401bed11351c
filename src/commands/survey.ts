import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { setCustomValues } from "../store/custom.ts";
import type { Db } from "../store/db.ts";
import { surveyFields } from "../store/fields/survey.ts";
import { findNamed } from "../store/named.ts";
import { resolve } from "../store/reference.ts";
import {
  type AnswerDraft,
  addSurvey,
  answerColumns,
  deleteSurvey,
  editSurvey,
  getSurvey,
  listAnswers,
  noteAnswers,
  type Survey,
  scales,
  surveyKinds,
} from "../store/survey.ts";
import { addDays } from "../values/date.ts";
import { withCsvRows } from "./import/csv-rows.ts";
import { listNoun } from "./list.ts";
import { customOf, type SetOptions, setOption } from "./options/custom.ts";
import { pastDay } from "./options/money.ts";
import { examples, type ListOptions, listOptions, oneOf } from "./options.ts";
import { confirm, pick } from "./pick.ts";
import { counted } from "./report/figures.ts";
import { declareSurveyReport } from "./report/nps.ts";
import { surveyCard } from "./survey-card.ts";

interface SurveyOptions extends SetOptions {
  readonly name?: string;
  readonly kind?: string;
  readonly question?: string;
  readonly note?: string;
}

interface AnswerOptions {
  readonly at?: string;
  readonly comment?: string;
  readonly followup: boolean;
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
    const shown = surveyOf(app.read(), ref);
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
      const { id } = surveyOf(db, ref);
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
    const gone = surveyOf(app.writer(), ref);
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
    ...(question === undefined ? {} : { question: question.trim() || null }),
    ...(note === undefined ? {} : { note: note.trim() || null }),
  };
}

function surveyOf(db: Db, ref: string): Survey {
  return getSurvey(db, findNamed(db, "survey", ref));
}

function declareAnswers(noun: Command, app: App): void {
  const about = "; somebody unhappy gets a follow-up, once";
  examples(
    noun
      .command("answer <survey> <contact> <score>")
      .description("Note an answer" + about)
      .option("--at <day>", "when, if not today")
      .option("--comment <text>", "what was said")
      .option("--no-followup", "make none"),
    "crm survey answer yearly jane 9",
    'crm survey answer yearly jane 4 --comment "always late"',
  ).action(async (ref: string, contact: string, score: string, options: AnswerOptions) => {
    const found = surveyOf(app.writer(), ref);
    const { id } = await pick(app, app.writer(), "contact", contact);
    const date = options.at === undefined ? app.today() : pastDay(app, "--at", options.at);
    const comment = options.comment?.trim() || null;
    const draft = { contactId: id, score: scoreOf(found, score), date, comment };
    await note(app, found, { drafts: [draft], asks: options.followup });
  });

  examples(
    noun.command("answers <survey>").description("What was answered, the latest first"),
    "crm survey answers yearly",
    "crm survey answers yearly --format csv",
  ).action((ref: string) => app.print(answerColumns, listAnswers(app.read(), surveyOf(app.read(), ref).id)));

  examples(
    noun
      .command("import <survey> <file>")
      .description(
        "Take in answers: score, and email or contact, date, comment; - for standard input" + about,
      )
      .option("--no-followup", "make none")
      .option("--rejects <file>", "go on without rows that cannot be taken in, and write them there"),
    "crm survey import yearly answers.csv",
    "crm survey import yearly answers.csv --dry-run",
  ).action((ref: string, file: string, { followup, rejects }: { followup: boolean; rejects?: string }) =>
    takeAnswers(app, surveyOf(app.writer(), ref), { file, rejects, asks: followup }),
  );
}

function scoreOf({ kind }: Survey, text: string): number {
  const { first, last } = scales[kind];
  const score = Number(text.trim());
  if (/^\d{1,2}$/.test(text.trim()) && score >= first && score <= last) return score;
  throw new UserError(
    "usage",
    '"' + text + '" is no answer of ' + kind,
    "write a whole number from " + first + " to " + last,
  );
}

const fileColumns = {
  score: ["rating", "answer", "nps", "csat", "value"],
  email: ["mail", "e-mail", "email address"],
  contact: ["contact id", "name", "customer"],
  date: ["day", "answered", "submitted", "timestamp"],
  comment: ["note", "text", "reason", "feedback"],
} as const;

/** Takes answers in from a file. A row that names nobody is an answer without a name. */
async function takeAnswers(
  app: App,
  found: Survey,
  { file, rejects, asks }: { file: string; rejects: string | undefined; asks: boolean },
): Promise<void> {
  const db = app.writer();
  const task = { file, rejects, columns: fileColumns, needed: ["score"] as const };
  await withCsvRows(app, task, async (each) => {
    const drafts = each(({ cells }): AnswerDraft => {
      const who = cells.email || cells.contact;
      return {
        contactId: who === "" ? null : resolve(db, "contact", who).id,
        score: scoreOf(found, cells.score),
        date: cells.date === "" ? app.today() : pastDay(app, "date", cells.date.slice(0, 10)),
        comment: cells.comment || null,
      };
    });
    await note(app, found, { drafts, asks });
  });
}

async function note(
  app: App,
  found: Survey,
  { drafts, asks }: { drafts: readonly AnswerDraft[]; asks: boolean },
): Promise<void> {
  const { noted, after } = app.write((db, at) => ({
    noted: noteAnswers(db, drafts, { survey: found, at, due: addDays(app.today(), 1), asks }),
    after: getSurvey(db, found.id),
  }));
  const count = (what: string) => noted.filter((one) => one.what === what).length;
  const others = (["changed", "known"] as const)
    .filter((what) => count(what) > 0)
    .map((what) => ", " + count(what) + " " + what);
  const made = noted.flatMap(({ followupId }) => followupId ?? []);
  if (made.length > 0)
    app.say("Not happy: follow-up " + made.map((id) => "#" + id).join(", ") + " for tomorrow, to ask why");
  await app.wrote(
    "Noted " + counted(count("new"), "answer") + " to " + found.name + others.join(""),
    surveyFields,
    {
      ...after,
      followups: made,
    },
  );
}
