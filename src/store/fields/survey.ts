import type { Field } from "../../field.ts";
import { surveyKinds } from "../survey.ts";
import { stampFields } from "./stamp.ts";

const ofAnswers = (what: string) =>
  "(SELECT " + what + " FROM survey_answer WHERE survey_answer.survey_id = survey.id)";

/** What can be shown, filtered and sorted of a survey. */
export const surveyFields: readonly Field[] = [
  { key: "id", header: "Id", type: "id", sql: "survey.id" },
  { key: "name", header: "Survey", type: "text", sql: "survey.name" },
  { key: "kind", header: "Kind", type: "text", words: () => surveyKinds, sql: "survey.kind" },
  { key: "question", header: "Question", type: "text", sql: "survey.question" },
  { key: "answers", header: "Answers", type: "integer", sql: ofAnswers("count(*)") },
  { key: "lastAnswerDate", header: "Last answer", type: "date", sql: ofAnswers("max(answered_date)") },
  { key: "note", header: "Note", type: "text", sql: "survey.note", detail: true },
  ...stampFields("survey"),
];
