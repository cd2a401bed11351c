import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Column, Row } from "../../field.ts";
import type { Db } from "../../store/db.ts";
import {
  addQuestion,
  answerQuestion,
  deleteQuestion,
  getQuestion,
  handAnswers,
  listQuestions,
  questionColumns,
} from "../../store/lead.ts";
import { whereOf } from "../list.ts";
import { collectWhole, examples } from "../options.ts";
import { confirm, pick } from "../pick.ts";

/** Your own questions to leads. */
export function declareChecklist(checklist: Command, app: App): void {
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
      return gone;
    });
    await app.wrote('Took "' + gone.name + '" off the checklist', questionColumns, { ...gone });
  });
}

interface QualifyOptions {
  readonly met?: readonly string[];
  readonly unmet?: readonly string[];
  readonly answer?: string;
}

/** What the checklist says of one lead. */
export function declareQualify(noun: Command, app: App): void {
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
}

const checkColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "question", header: "Question", type: "text" },
  { key: "state", header: "State", type: "text" },
  { key: "answer", header: "Answer", type: "text" },
  { key: "date", header: "Asked", type: "date" },
];

async function qualify(app: App, ref: string, options: QualifyOptions): Promise<void> {
  const { met = [], unmet = [], answer } = options;
  const writes = met.length + unmet.length > 0;
  if (answer !== undefined && !writes)
    throw new UserError("usage", "--answer to what?", "add --met or --unmet");
  const db = writes ? app.writer() : app.read();
  const { id, name } = await pick(app, db, "contact", ref);
  if (writes) noteAnswers(app, id, options);
  const rows = await checked(app, db, id);
  app.say(verdict(name, rows));
  await app.print(checkColumns, rows);
}

function noteAnswers(app: App, contactId: number, { met = [], unmet = [], answer }: QualifyOptions): void {
  const said = [
    ...met.map((word) => ({ word, isMet: true })),
    ...unmet.map((word) => ({ word, isMet: false })),
  ];
  app.write((db) => {
    for (const { word, isMet } of said) {
      const { id, name, filter } = getQuestion(db, word);
      if (filter !== null)
        throw new UserError("usage", '"' + name + '" is answered by its filter, ' + filter);
      const date = app.today();
      answerQuestion(db, { contactId, questionId: id, isMet, answer: answer?.trim() || null, date });
    }
    return null;
  });
}

function verdict(name: string, rows: readonly Row[]): string {
  if (rows.length === 0) return 'the checklist is empty: crm lead checklist add "has budget"';
  const missing = rows.filter(({ state }) => state !== "yes").map(({ question }) => question);
  return missing.length === 0 ? name + " is qualified" : name + " lacks: " + missing.join(", ");
}

async function checked(app: App, db: Db, contactId: number): Promise<Row[]> {
  const byHand = handAnswers(db, contactId);
  const rows: Row[] = [];
  for (const { id, name, filter } of listQuestions(db)) {
    const hand = byHand.get(id);
    const isMet =
      filter === null
        ? hand && hand.isMet === 1
        : (await fittingContacts(app, db, { filter, contactId })).has(contactId);
    const state = isMet === undefined ? "not asked" : isMet ? "yes" : "no";
    rows.push({ id, question: name, state, answer: hand?.answer ?? filter, date: hand?.date ?? null });
  }
  return rows;
}

/** The contacts that fit a filter; with a contact it alone, if it fits. */
export async function fittingContacts(
  app: App,
  db: Db,
  { filter, contactId }: { filter: string; contactId: number | undefined },
): Promise<ReadonlySet<number>> {
  const where = await whereOf(app, db, "contact", filter);
  const conditions = [...(contactId === undefined ? [] : ["contact.id = ?"]), where?.sql ?? "1 = 1"];
  const sql = "SELECT contact.id FROM contact WHERE " + conditions.join(" AND ");
  const params = [...(contactId === undefined ? [] : [contactId]), ...(where?.params ?? [])];
  return new Set(db.all<{ id: number }>(sql, params).map(({ id }) => id));
}
