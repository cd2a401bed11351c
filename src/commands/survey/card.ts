import { clean } from "../../output/clean.ts";
import type { Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import type { Survey } from "../../store/survey.ts";
import { cardLines, knownLines } from "../card-lines.ts";
import { customLines } from "../options/custom.ts";

/** One survey for a person at a terminal. */
export function surveyCard(survey: Survey, look: Look): string {
  const style = look.style ?? plainStyle;
  const head = style.bold(clean(survey.name)) + "  " + style.dim("#" + survey.id) + "   " + survey.kind;
  const last = survey.lastAnswerDate === null ? "" : ", the last on " + survey.lastAnswerDate;
  const lines = knownLines([
    ["Question", survey.question],
    ["Answers", survey.answers + last],
    ["Note", survey.note],
  ]);
  return [head, ...cardLines([...lines, ...customLines(survey.fields)], look)].join("\n") + "\n";
}
