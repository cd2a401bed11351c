import type { Field } from "../field.ts";
import type { Db } from "../store/db.ts";
import type { SurveyKind } from "../store/survey.ts";
import { npsInterval, npsOf } from "./nps.ts";
import { dayNumber, type PeriodUnit, periodAt, periodKey } from "./periods.ts";
import { type Head, type ReportScope, ratio } from "./scope.ts";
import { makeGroups, noValue } from "./segment-groups.ts";
import { wilson } from "./wilson.ts";
import { windowText } from "./window.ts";

export interface SurveyScope extends ReportScope {
  /** Only this survey; else all of the kind. */
  readonly surveyId?: number | undefined;
  readonly kind: SurveyKind;
  /** By periods of the answers, or by a field of the contacts. */
  readonly by: PeriodUnit | Field;
}

type SurveyFigures = {
  readonly answers: number;
  /** nps: scores 9 and 10; csat: 4 and 5. */
  readonly happy: number;
  readonly passive: number;
  /** nps: 0 to 6; csat: 1 and 2. */
  readonly unhappy: number;
  /** nps: points from -100 to 100. csat: the share of happy answers in percent. */
  readonly score: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly average: number | null;
};

export type SurveyRow = SurveyFigures & { readonly group: string };

export type SurveyReport = Omit<Head, "leftOut" | "currency"> & {
  readonly kind: SurveyKind;
  readonly by: string;
  readonly rows: readonly SurveyRow[];
  readonly total: SurveyFigures;
};

interface Answer {
  readonly score: number;
  readonly date: string;
  readonly value: unknown;
}

/** Up to which score somebody is unhappy, and from which one happy. */
const bounds: Readonly<Record<SurveyKind, readonly [number, number]>> = { nps: [6, 9], csat: [2, 4] };

/**
 * The answers of the days from `from` to `to` and never after --as-of, by period or by a field of the contacts as they
 * are now; answers without a name count under "(none)". NPS with the interval of `npsInterval`; CSAT is the share of 4
 * and 5 with the Wilson interval. `where` is a condition over table contact: with it only answers with a name count.
 */
export function surveyReport(db: Db, scope: SurveyScope): SurveyReport {
  const answers = answersOf(db, scope);
  const { kind, by } = scope;
  const rows = typeof by === "string" ? byPeriod(answers, by, kind) : byField(answers, by, scope);
  return {
    report: "nps",
    ...{ asOf: scope.asOf, zone: scope.zone, n: answers.length, kind },
    by: typeof by === "string" ? by : by.key,
    definition: definition(scope),
    rows,
    total: figures(answers, kind),
  };
}

function definition(scope: SurveyScope): string {
  const what =
    scope.kind === "nps"
      ? "NPS = share of 9 and 10 less share of 0 to 6, in points; adjusted Wald interval"
      : "CSAT = share of 4 and 5, in percent; Wilson interval";
  return what + "; all answers" + windowText(scope);
}

function answersOf(db: Db, scope: SurveyScope): Answer[] {
  const { by, kind, surveyId, from, to, asOf, where } = scope;
  const field = typeof by === "string" ? undefined : by;
  const sql = [
    "SELECT survey_answer.score, survey_answer.answered_date AS date, " +
      (field?.sql ?? "NULL") +
      " AS value",
    "FROM survey_answer",
    "JOIN survey ON survey.id = survey_answer.survey_id",
    "LEFT JOIN contact ON contact.id = survey_answer.contact_id",
    "WHERE survey.kind = ? AND (? IS NULL OR survey.id = ?)",
    "AND survey_answer.answered_date BETWEEN ? AND ?",
    where === undefined ? "" : "AND contact.id IS NOT NULL AND " + where.sql,
    "ORDER BY survey_answer.answered_date, survey_answer.id",
  ].join("\n");
  const last = to !== undefined && to < asOf ? to : asOf;
  const id = surveyId ?? null;
  const params = [...(field?.params ?? []), kind, id, id, from ?? "", last, ...(where?.params ?? [])];
  return db.all<Answer>(sql, params);
}

/** Every period between the first and the last answer, also one without any. */
function byPeriod(answers: readonly Answer[], unit: PeriodUnit, kind: SurveyKind): SurveyRow[] {
  const groups = new Map<number, Answer[]>();
  for (const answer of answers) {
    const period = periodAt(unit, dayNumber(answer.date));
    groups.set(period, [...(groups.get(period) ?? []), answer]);
  }
  if (groups.size === 0) return [];
  const [first, last] = [Math.min(...groups.keys()), Math.max(...groups.keys())];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).map((period) => ({
    group: periodKey(unit, period),
    ...figures(groups.get(period) ?? [], kind),
  }));
}

function byField(answers: readonly Answer[], field: Field, { zone, kind }: SurveyScope): SurveyRow[] {
  const groups = makeGroups<Answer[]>([field], zone, () => []);
  for (const answer of answers) for (const group of groups.of([answer.value])) group.push(answer);
  const [key = ""] = groups.keys;
  return groups.rows().map(({ values, sums }) => ({ group: values[key] ?? noValue, ...figures(sums, kind) }));
}

function figures(answers: readonly Answer[], kind: SurveyKind): SurveyFigures {
  const [low, high] = bounds[kind];
  const n = answers.length;
  const happy = answers.filter(({ score }) => score >= high).length;
  const unhappy = answers.filter(({ score }) => score <= low).length;
  const votes = { promoters: happy, detractors: unhappy, n };
  const share = wilson(happy, n);
  const percent = share === null ? null : { low: 100 * share.low, high: 100 * share.high };
  const [score, within] =
    kind === "nps" ? [npsOf(votes), npsInterval(votes)] : [n === 0 ? null : (100 * happy) / n, percent];
  return {
    ...{ answers: n, happy, passive: n - happy - unhappy, unhappy, score },
    low: within?.low ?? null,
    high: within?.high ?? null,
    average: ratio(
      answers.reduce((sum, one) => sum + one.score, 0),
      n,
    ),
  };
}
