import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import type { Column, Row } from "../field.ts";
import { leadLikelihood } from "../reports/lead-score.ts";
import { addContact } from "../store/contact.ts";
import { contactDetail } from "../store/contact-detail.ts";
import { contactFields } from "../store/contact-fields.ts";
import type { Db } from "../store/db.ts";
import {
  addQuestion,
  addRule,
  answerQuestion,
  deleteQuestion,
  deleteRule,
  getQuestion,
  getRule,
  handAnswers,
  listQuestions,
  listRules,
  questionColumns,
  ruleColumns,
} from "../store/lead.ts";
import { listSegments } from "../store/segment.ts";
import { type ContactOptions, contactDraft, contactOptions } from "./contact-draft.ts";
import { listNoun, whereOf } from "./list.ts";
import { collectWhole, examples, type ListOptions, listOptions, wholeNumber } from "./options.ts";
import { confirm, pick } from "./pick.ts";

const leads = "lifecycle in (lead, prospect)";

/** The commands of the noun lead: a lead is a contact that has not bought yet. */
export function lead(noun: Command, app: App): void {
  examples(
    contactOptions(noun.command("add [name]").description("Add a lead: a contact, with where it came from")),
    'crm lead add "Ida Lind" --email ida@lind.example --source fair',
    'crm lead add "Max Vogt" --phone "+49 30 901820"',
  ).action((name: string | undefined, options: ContactOptions) => add(app, name, options));

  examples(
    listOptions(
      noun.command("list [filter...]").description("Who has not bought yet: a list for prospecting"),
    ).option("--exclude <filter>", "leave these out"),
    "crm lead list --segment west --exclude 'last_contact < 30d'",
    "crm lead list 'source = fair' --format csv",
  ).action((words: string[], { exclude, ...options }: ListOptions & { exclude?: string }) => {
    const typed = words.length === 0 ? "" : " and (" + words.join(" ") + ")";
    const without = exclude === undefined ? "" : " and not (" + exclude + ")";
    return listNoun(app, "contact", [leads + typed + without], options);
  });

  examples(
    noun
      .command("qualify <contact>")
      .description("What the checklist says of somebody, and what is missing; answers by hand")
      .option("--met <question>", "this is so; several times for several", collectWhole)
      .option("--unmet <question>", "this is not so", collectWhole)
      .option("--answer <text>", "what was said"),
    "crm lead qualify jane",
    'crm lead qualify jane --met budget --answer "5k until May"',
  ).action((ref: string, options: QualifyOptions) => qualify(app, ref, options));

  examples(
    noun
      .command("score [contact]")
      .description("Points by your rules, and what past deals say of such leads; each with its reasons")
      .option("--minimum <n>", "closed deals below which nothing is said of the chance", wholeNumber, 20)
      .option("--minimum-of-value <n>", "closed deals of one source, industry or segment", wholeNumber, 5),
    "crm lead score jane",
    "crm lead score --json",
  ).action((ref: string | undefined, options: ScoreOptions) => score(app, ref, options));

  declareChecklist(noun.command("checklist").description("Your questions to a lead"), app);
  declareRules(noun.command("rule").description("Points for what a lead is or does"), app);
}

async function add(app: App, name: string | undefined, options: ContactOptions): Promise<void> {
  const draft = await contactDraft(app, name, { lifecycle: "lead", ...options });
  const detail = app.write((db, at) => contactDetail(db, addContact(db, draft(db, at), at)));
  await app.wrote("Added lead " + detail.id + " " + (detail.name ?? ""), contactFields, detail);
}

function declareChecklist(checklist: Command, app: App): void {
  examples(
    checklist
      .command("add <question>")
      .description("Ask this of every lead")
      .option("--filter <filter>", "a filter of contacts that answers it; by hand when left out"),
    'crm lead checklist add "has budget"',
    "crm lead checklist add reachable --filter 'not email:empty'",
  ).action(async (name: string, { filter }: { filter?: string }) => {
    if (filter !== undefined) await whereOf(app, app.writer(), "contact", filter);
    const added = app.write((db) => addQuestion(db, { name, filter: filter ?? null }));
    await app.wrote('Added "' + added.name + '" to the checklist', questionColumns, { ...added });
  });
  examples(
    checklist.command("list").description("The questions"),
    "crm lead checklist list",
    "crm lead checklist list --json",
  ).action(() =>
    app.print(
      questionColumns,
      listQuestions(app.read()).map((row) => ({ ...row })),
    ),
  );
  examples(
    checklist.command("delete <question>").description("Take a question off, with its answers"),
    'crm lead checklist delete "has budget" --yes',
    "crm lead checklist delete budget --dry-run",
  ).action(async (ref: string) => {
    const gone = getQuestion(app.writer(), ref);
    await confirm(app, 'Take "' + gone.name + '" off the checklist with its answers');
    app.write((db) => {
      deleteQuestion(db, gone.id);
      return null;
    });
    await app.wrote('Took "' + gone.name + '" off the checklist', questionColumns, { ...gone });
  });
}

function declareRules(rule: Command, app: App): void {
  examples(
    rule
      .command("add <name> <filter> <points>")
      .description("Give points to who fits a filter; below zero takes some"),
    "crm lead rule add 'email known' 'not email:empty' 10",
    "crm lead rule add silent 'last_contact > 90d' -5",
  ).action(async (name: string, filter: string, text: string) => {
    if (!/^[-+]?\d{1,4}$/.test(text))
      throw new UserError("usage", '"' + text + '" is no number of points', "such as 10 or -5");
    await whereOf(app, app.writer(), "contact", filter);
    const added = app.write((db) => addRule(db, { name, filter, points: Number(text) }));
    await app.wrote("Added rule " + added.name + ": " + added.points + " points", ruleColumns, { ...added });
  });
  examples(
    rule.command("list").description("The rules"),
    "crm lead rule list",
    "crm lead rule list --json",
  ).action(() =>
    app.print(
      ruleColumns,
      listRules(app.read()).map((row) => ({ ...row })),
    ),
  );
  examples(
    rule.command("delete <rule>").description("Delete a rule"),
    "crm lead rule delete known --yes",
    "crm lead rule delete 1 --dry-run",
  ).action(async (ref: string) => {
    const gone = getRule(app.writer(), ref);
    await confirm(app, "Delete rule " + gone.name);
    app.write((db) => {
      deleteRule(db, gone.id);
      return null;
    });
    await app.wrote("Deleted rule " + gone.name, ruleColumns, { ...gone });
  });
}

interface QualifyOptions {
  readonly met?: readonly string[];
  readonly unmet?: readonly string[];
  readonly answer?: string;
}

const checkColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "question", header: "Question", type: "text" },
  { key: "state", header: "State", type: "text" },
  { key: "answer", header: "Answer", type: "text" },
  { key: "date", header: "Asked", type: "date" },
];

async function qualify(
  app: App,
  ref: string,
  { met = [], unmet = [], answer }: QualifyOptions,
): Promise<void> {
  const writes = met.length + unmet.length > 0;
  if (answer !== undefined && !writes)
    throw new UserError("usage", "--answer to what?", "add --met or --unmet");
  const db = writes ? app.writer() : app.read();
  const { id, name } = await pick(app, db, "contact", ref);
  if (writes) {
    app.write((write) => {
      for (const [words, isMet] of [
        [met, true],
        [unmet, false],
      ] as const)
        for (const word of words) {
          const question = getQuestion(write, word);
          if (question.filter !== null)
            throw new UserError(
              "usage",
              '"' + question.name + '" is answered by its filter, ' + question.filter,
            );
          answerQuestion(write, {
            contactId: id,
            questionId: question.id,
            isMet,
            answer: answer?.trim() || null,
            date: app.today(),
          });
        }
      return null;
    });
  }
  const rows = await checked(app, db, id);
  const missing = rows.filter(({ state }) => state !== "yes").map(({ question }) => question);
  const hint =
    rows.length === 0
      ? 'the checklist is empty: crm lead checklist add "has budget"'
      : missing.length === 0
        ? name + " is qualified"
        : name + " lacks: " + missing.join(", ");
  app.say(hint);
  await app.print(checkColumns, rows);
}

async function checked(app: App, db: Db, contactId: number): Promise<Row[]> {
  const byHand = handAnswers(db, contactId);
  const rows: Row[] = [];
  for (const { id, name, filter } of listQuestions(db)) {
    const hand = byHand.get(id);
    const state =
      filter !== null
        ? (await fits(app, db, { contactId, filter }))
          ? "yes"
          : "no"
        : hand === undefined
          ? "not asked"
          : hand.isMet === 1
            ? "yes"
            : "no";
    rows.push({ id, question: name, state, answer: hand?.answer ?? filter, date: hand?.date ?? null });
  }
  return rows;
}

async function fits(
  app: App,
  db: Db,
  { contactId, filter }: { contactId: number; filter: string },
): Promise<boolean> {
  const where = await whereOf(app, db, "contact", filter);
  const sql = "SELECT 1 FROM contact WHERE contact.id = ? AND " + (where?.sql ?? "1 = 1");
  return db.get(sql, [contactId, ...(where?.params ?? [])]) !== undefined;
}

interface ScoreOptions {
  readonly minimum: number;
  readonly minimumOfValue: number;
}

const scoreColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "points", header: "Points", type: "integer" },
  { key: "chance", header: "Chance", type: "percent" },
  { key: "n", header: "Of deals", type: "integer" },
  { key: "why", header: "Why", type: "text" },
];

/** One lead with its reasons, or all of them, the highest first. */
async function score(app: App, ref: string | undefined, options: ScoreOptions): Promise<void> {
  const db = app.read();
  const where = await whereOf(app, db, "contact", leads);
  const sql =
    "SELECT contact.id, coalesce(contact.name, '#' || contact.id) AS name FROM contact WHERE " +
    (where?.sql ?? "1 = 1");
  const who =
    ref === undefined
      ? db.all<{ id: number; name: string }>(sql, where?.params ?? [])
      : [await pick(app, db, "contact", ref)];
  const segments = [];
  for (const { name, noun, filter } of listSegments(db)) {
    const of = noun === "contact" ? await whereOf(app, db, "contact", filter) : undefined;
    if (of !== undefined) segments.push({ name, where: of });
  }
  const rows: Row[] = [];
  for (const { id, name } of who) {
    const met = [];
    for (const rule of listRules(db))
      if (await fits(app, db, { contactId: id, filter: rule.filter })) met.push(rule);
    const past = leadLikelihood(db, id, { ...options, segments });
    const points = met.reduce((sum, rule) => sum + rule.points, 0);
    const reasons = [
      ...met.map((rule) => (rule.points > 0 ? "+" : "") + rule.points + " " + rule.name),
      ...past.evidence.map(
        (one) =>
          one.trait +
          " " +
          one.value +
          ": " +
          one.won +
          " of " +
          one.n +
          " won" +
          (one.isUsed ? "" : " (too few)"),
      ),
    ];
    rows.push({
      id,
      name,
      points,
      chance: past.probability,
      n: past.won + past.lost,
      why: reasons.join("; "),
    });
  }
  rows.sort((a, b) => Number(b.points) - Number(a.points) || Number(b.chance ?? 0) - Number(a.chance ?? 0));
  if (rows.some(({ chance }) => chance === null))
    app.say(
      "no chance is given below " + options.minimum + " closed deals, or where none was won or none lost",
    );
  await app.print(scoreColumns, rows);
}
