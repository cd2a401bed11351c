import { UserError, unknownWord } from "../errors.ts";
import type { Column } from "../field.ts";
import { fold } from "../values/fold.ts";
import type { Db } from "./db.ts";

/** One question of the user's own checklist for leads. */
export interface Question {
  readonly id: number;
  readonly name: string;
  /** A filter of contacts that answers it; null: it is answered by hand. */
  readonly filter: string | null;
}

export const questionColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Question", type: "text" },
  { key: "filter", header: "Filter", type: "text" },
];

export function listQuestions(db: Db): Question[] {
  return db.all("SELECT id, name, filter FROM qualification ORDER BY position, id");
}

/** A question by its number or name, in any letter case, or a part of one name only. */
export function getQuestion(db: Db, text: string): Question {
  const all = listQuestions(db);
  const word = text.trim().replace(/^#/, "");
  const exact = all.find(({ id, name }) => String(id) === word || fold(name) === fold(word));
  const alike = all.filter(({ name }) => fold(name).includes(fold(word)));
  const found = exact ?? (alike.length === 1 ? alike[0] : undefined);
  if (found !== undefined) return found;
  const names = all.map(({ name }) => name);
  throw unknownWord("not_found", 'no question "' + text + '" on the checklist', text, names);
}

export function addQuestion(db: Db, { name, filter }: Omit<Question, "id">): Question {
  const text = name.trim();
  if (text === "") throw new UserError("usage", "the question is empty");
  const sql = `
    INSERT INTO qualification (name, name_key, filter, position)
    VALUES (?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM qualification))
    ON CONFLICT DO NOTHING`;
  if (db.run(sql, [text, fold(text), filter]).changes === 0)
    throw new UserError("conflict", '"' + text + '" is on the checklist already');
  return getQuestion(db, text);
}

export function deleteQuestion(db: Db, id: number): void {
  db.run("DELETE FROM contact_qualification WHERE qualification_id = ?", [id]);
  db.run("DELETE FROM qualification WHERE id = ?", [id]);
}

export interface HandAnswer {
  readonly contactId: number;
  readonly questionId: number;
  readonly isMet: boolean;
  readonly answer: string | null;
  readonly date: string;
}

/** Notes what was found out; a later answer takes the place of an earlier one. */
export function answerQuestion(db: Db, { contactId, questionId, isMet, answer, date }: HandAnswer): void {
  const sql = `
    INSERT INTO contact_qualification (contact_id, qualification_id, is_met, answer, answered_date)
    VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (contact_id, qualification_id) DO UPDATE
    SET is_met = excluded.is_met, answer = excluded.answer, answered_date = excluded.answered_date`;
  db.run(sql, [contactId, questionId, isMet ? 1 : 0, answer, date]);
}

export function handAnswers(
  db: Db,
  contactId: number,
): ReadonlyMap<number, { readonly isMet: number; readonly answer: string | null; readonly date: string }> {
  const sql = `
    SELECT qualification_id AS id, is_met AS isMet, answer, answered_date AS date
    FROM contact_qualification
    WHERE contact_id = ?`;
  type Row = { id: number; isMet: number; answer: string | null; date: string };
  return new Map(db.all<Row>(sql, [contactId]).map(({ id, ...rest }) => [id, rest]));
}

/** Points for contacts that fit a filter. */
export interface ScoreRule {
  readonly id: number;
  readonly name: string;
  readonly filter: string;
  readonly points: number;
}

export const ruleColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Rule", type: "text" },
  { key: "filter", header: "Filter", type: "text" },
  { key: "points", header: "Points", type: "integer" },
];

export function listRules(db: Db): ScoreRule[] {
  return db.all("SELECT id, name, filter, points FROM score_rule ORDER BY id");
}

export function getRule(db: Db, text: string): ScoreRule {
  const all = listRules(db);
  const found = all.find(({ id, name }) => String(id) === text.trim() || fold(name) === fold(text.trim()));
  if (found !== undefined) return found;
  throw unknownWord(
    "not_found",
    'no rule "' + text + '"',
    text,
    all.map(({ name }) => name),
  );
}

export function addRule(db: Db, { name, filter, points }: Omit<ScoreRule, "id">): ScoreRule {
  const text = name.trim();
  if (text === "") throw new UserError("usage", "the rule's name is empty");
  if (listRules(db).some((rule) => fold(rule.name) === fold(text)))
    throw new UserError("conflict", 'there is a rule "' + text + '" already');
  db.run("INSERT INTO score_rule (name, filter, points) VALUES (?, ?, ?)", [text, filter, points]);
  return getRule(db, text);
}

export function deleteRule(db: Db, id: number): void {
  db.run("DELETE FROM score_rule WHERE id = ?", [id]);
}
