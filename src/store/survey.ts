import { UserError } from "../errors.ts";
import type { Column, Row } from "../field.ts";
import { fold } from "../values/fold.ts";
import { forgetRecord } from "./belongings.ts";
import { contactNameSql } from "./contact/name.ts";
import { customValuesOf } from "./custom-values.ts";
import type { Db } from "./db.ts";
import { surveyFields } from "./fields/survey.ts";
import { addFollowup } from "./followup.ts";
import { listRows } from "./list.ts";
import { findNamed, refuseTaken } from "./named.ts";
import { insertRow, type Patch, type RecordTable, updateRow } from "./row.ts";

export const surveyKinds = ["nps", "csat"] as const;
export type SurveyKind = (typeof surveyKinds)[number];

/** The scores that can be given, and up to which one somebody is unhappy. */
export const scales: Readonly<Record<SurveyKind, { first: number; last: number; unhappy: number }>> = {
  nps: { first: 0, last: 10, unhappy: 6 },
  csat: { first: 1, last: 5, unhappy: 2 },
};

export const surveyTable = {
  table: "survey",
  columns: { name: "name", nameKey: "name_key", kind: "kind", question: "question", note: "note" },
} as const satisfies RecordTable<string>;

export type SurveyRow = Patch<"name" | "kind" | "question" | "note">;

export interface Survey extends Row {
  readonly id: number;
  readonly name: string;
  readonly kind: SurveyKind;
  readonly question: string | null;
  readonly answers: number;
  readonly lastAnswerDate: string | null;
  readonly note: string | null;
  /** Values of custom fields by their name. */
  readonly fields: Readonly<Record<string, string>>;
}

export function getSurvey(db: Db, id: number): Survey {
  const where = { sql: "survey.id = ?", params: [id] };
  const keys = surveyFields.map((field) => field.key);
  const [flat] = listRows(db, { table: "survey", fields: surveyFields, keys, where });
  if (flat === undefined) throw new UserError("not_found", "no survey " + id, "see: crm survey list");
  return { ...(flat as Survey), fields: customValuesOf(db, "survey", id) };
}

/** The survey that a reference means: its id, its name or a part of it. */
export function surveyNamed(db: Db, ref: string): Survey {
  return getSurvey(db, findNamed(db, "survey", ref));
}

export function addSurvey(db: Db, row: SurveyRow & { readonly name: string }, at: string): number {
  refuseTaken(db, "survey", row);
  return insertRow(db, surveyTable, { draft: keyed(row), at });
}

/** Changes a survey; what its scores mean cannot be changed once there are some. */
export function editSurvey(db: Db, id: number, { row, at }: { row: SurveyRow; at: string }): void {
  const survey = getSurvey(db, id);
  if (row.kind !== undefined && row.kind !== survey.kind && survey.answers > 0)
    throw new UserError("refused", "survey " + survey.name + " has answers: its kind stays " + survey.kind);
  if (typeof row.name === "string") refuseTaken(db, "survey", { name: row.name, id });
  updateRow(db, surveyTable, { id, patch: keyed(row), at });
}

function keyed(row: SurveyRow): Patch<keyof (typeof surveyTable)["columns"]> {
  return typeof row.name === "string"
    ? { ...row, name: row.name.trim(), nameKey: fold(row.name.trim()) }
    : row;
}

export function deleteSurvey(db: Db, id: number): void {
  db.run("DELETE FROM survey_answer WHERE survey_id = ?", [id]);
  forgetRecord(db, "survey", id);
  db.run("DELETE FROM survey WHERE id = ?", [id]);
}

export interface AnswerDraft {
  /** null: given without a name. */
  readonly contactId: number | null;
  readonly score: number;
  readonly date: string;
  readonly comment: string | null;
}

type AnswerRow = AnswerDraft & { readonly surveyId: number };

export interface NotedAnswer {
  readonly what: "new" | "changed" | "known";
  /** The follow-up that an unhappy answer made; null: none was called for, or there is one already. */
  readonly followupId: number | null;
}

/**
 * Notes answers to a survey. A person answers a survey once a day: another answer of that day takes the place of the first. Answers
 * without a name are the same when all they say is, and as often as the list has them, so that a file can be read again.
 * A new unhappy answer of somebody makes a follow-up on `due`, unless one of this survey is still open.
 */
export function noteAnswers(
  db: Db,
  drafts: readonly AnswerDraft[],
  { survey, at, due, asks }: { survey: Survey; at: string; due: string; asks: boolean },
): NotedAnswer[] {
  const before = db.get<{ id: number }>("SELECT coalesce(max(id), 0) AS id FROM survey_answer")!.id;
  const taken = new Set<number>();
  return drafts.map((draft) => {
    const row = { ...draft, surveyId: survey.id };
    const what = draft.contactId === null ? noteNameless(db, row, { before, taken }) : noteNamed(db, row);
    const isUnhappy = draft.score <= scales[survey.kind].unhappy;
    const calls = asks && what !== "known" && isUnhappy && draft.contactId !== null;
    return { what, followupId: calls ? askWhy(db, { survey, draft, at, due }) : null };
  });
}

function noteNamed(db: Db, { surveyId, contactId, date, score, comment }: AnswerRow): NotedAnswer["what"] {
  const sql = `
    SELECT id, score, comment
    FROM survey_answer
    WHERE survey_id = ? AND contact_id = ? AND answered_date = ?`;
  type Known = { id: number; score: number; comment: string | null };
  const known = db.get<Known>(sql, [surveyId, contactId, date]);
  if (known === undefined) return insertAnswer(db, { surveyId, contactId, date, score, comment });
  if (known.score === score && (comment === null || known.comment === comment)) return "known";
  const change = "UPDATE survey_answer SET score = ?, comment = coalesce(?, comment) WHERE id = ?";
  db.run(change, [score, comment, known.id]);
  return "changed";
}

function noteNameless(
  db: Db,
  draft: AnswerRow,
  { before, taken }: { before: number; taken: Set<number> },
): NotedAnswer["what"] {
  const sql = `
    SELECT id
    FROM survey_answer
    WHERE survey_id = ? AND contact_id IS NULL AND answered_date = ? AND score = ? AND coalesce(comment, '') = ?
      AND id <= ?`;
  const { surveyId, date, score, comment } = draft;
  const same = db.all<{ id: number }>(sql, [surveyId, date, score, comment ?? "", before]);
  const free = same.find(({ id }) => !taken.has(id));
  if (free === undefined) return insertAnswer(db, draft);
  taken.add(free.id);
  return "known";
}

function insertAnswer(db: Db, { surveyId, contactId, date, score, comment }: AnswerRow): "new" {
  const sql = `
    INSERT INTO survey_answer (survey_id, contact_id, score, answered_date, comment)
    VALUES (?, ?, ?, ?, ?)`;
  db.run(sql, [surveyId, contactId, score, date, comment]);
  return "new";
}

interface Asking {
  readonly survey: Survey;
  readonly draft: AnswerDraft;
  readonly at: string;
  readonly due: string;
}

function askWhy(db: Db, { survey, draft, at, due }: Asking): number | null {
  const title = "ask why: " + survey.name;
  const open =
    "SELECT 1 FROM follow_up WHERE contact_id = ? AND done_at IS NULL AND title LIKE ? ESCAPE '\\'";
  const start = title.replace(/[\\%_]/g, "\\$&") + " %";
  if (db.get(open, [draft.contactId, start]) !== undefined) return null;
  const { first, last } = scales[survey.kind];
  const whole = title + " (" + draft.score + " of " + first + " to " + last + ")";
  const when = { dueDate: due, dueAt: null, dueZone: null };
  const who = { contactId: draft.contactId, priority: "high" };
  return addFollowup(db, { title: whole, kind: "call", ...who, ...when, note: draft.comment }, at);
}

export const answerColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "contactId", header: "Contact", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "score", header: "Score", type: "integer" },
  { key: "date", header: "Date", type: "date" },
  { key: "comment", header: "Comment", type: "text" },
];

/** What was answered, the latest first. */
export function listAnswers(db: Db, surveyId: number): Row[] {
  const sql =
    "SELECT survey_answer.id, survey_answer.contact_id AS contactId, " +
    "CASE WHEN contact.id IS NULL THEN NULL ELSE " +
    contactNameSql +
    ` END AS name,
      survey_answer.score, survey_answer.answered_date AS date, survey_answer.comment
    FROM survey_answer
    LEFT JOIN contact ON contact.id = survey_answer.contact_id
    WHERE survey_answer.survey_id = ?
    ORDER BY survey_answer.answered_date DESC, survey_answer.id DESC`;
  return db.all<Row>(sql, [surveyId]);
}
