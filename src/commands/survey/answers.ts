import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { surveyFields } from "../../store/fields/survey.ts";
import { resolve } from "../../store/reference.ts";
import {
  type AnswerDraft,
  answerColumns,
  getSurvey,
  listAnswers,
  noteAnswers,
  type Survey,
  scales,
  surveyNamed,
} from "../../store/survey.ts";
import { addDays } from "../../values/date.ts";
import { keptText } from "../../values/kept-text.ts";
import { withCsvRows } from "../import/csv-rows.ts";
import { pastDay } from "../options/money.ts";
import { examples } from "../options.ts";
import { pick } from "../pick.ts";
import { counted } from "../report/figures.ts";

interface AnswerOptions {
  readonly at?: string;
  readonly comment?: string;
  readonly followup: boolean;
}

/** What was answered to a survey: noting it, one by one or from a file, and looking at it. */
export function declareAnswers(noun: Command, app: App): void {
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
    const found = surveyNamed(app.writer(), ref);
    const { id } = await pick(app, app.writer(), "contact", contact);
    const date = options.at === undefined ? app.today() : pastDay(app, "--at", options.at);
    const comment = keptText(options.comment ?? "");
    const draft = { contactId: id, score: scoreOf(found, score), date, comment };
    await note(app, found, { drafts: [draft], asks: options.followup });
  });

  examples(
    noun.command("answers <survey>").description("What was answered, the latest first"),
    "crm survey answers yearly",
    "crm survey answers yearly --format csv",
  ).action((ref: string) =>
    app.print(answerColumns, listAnswers(app.read(), surveyNamed(app.read(), ref).id)),
  );

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
    takeAnswers(app, surveyNamed(app.writer(), ref), { file, rejects, asks: followup }),
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
