import type { Command } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { periodUnits } from "../../reports/periods.ts";
import { unitIn } from "../../reports/scope.ts";
import { surveyReport } from "../../reports/survey.ts";
import { surveyKinds, surveyNamed } from "../../store/survey.ts";
import { examples, oneOf } from "../options.ts";
import { scopeOf, type WorkOptions, workOptions } from "./options.ts";
import { paged } from "./paged.ts";
import { groupFields } from "./segments.ts";

const columns: readonly Column[] = [
  { key: "group", header: "By", type: "text" },
  { key: "answers", header: "Answers", type: "integer" },
  { key: "happy", header: "Happy", type: "integer" },
  { key: "passive", header: "Between", type: "integer" },
  { key: "unhappy", header: "Unhappy", type: "integer" },
  { key: "score", header: "Score", type: "number" },
  { key: "low", header: "95 % from", type: "number" },
  { key: "high", header: "95 % to", type: "number" },
  { key: "average", header: "Average", type: "number" },
];

type Options = WorkOptions & { readonly by: string; readonly kind: string };

export function nps(command: Command, app: App): void {
  examples(
    options(command.argument("[survey]", "only this one; else all of the kind")),
    "crm report nps",
    "crm report nps --by city",
    "crm report nps --kind csat --by quarter --json",
  ).action((ref: string | undefined, given: Options) => show(app, ref, given));
}

/** The same under the noun. */
export function declareSurveyReport(noun: Command, app: App): void {
  examples(
    options(
      noun.command("report [survey]").description("NPS or CSAT with its interval, over time or by a field"),
    ),
    "crm survey report yearly",
    "crm survey report yearly --by lifecycle",
  ).action((ref: string | undefined, given: Options) => show(paged(app, given), ref, given));
}

function options(command: Command): Command {
  return workOptions(command, "contacts; answers without a name are then left out")
    .option("--by <what>", periodUnits.join(", ") + ", or a field of contacts such as city", "month")
    .option("--kind <kind>", "nps, csat; that of the survey where one is named", "nps");
}

async function show(app: App, ref: string | undefined, given: Options): Promise<void> {
  const db = app.read();
  const survey = ref === undefined ? undefined : surveyNamed(db, ref);
  const unit = periodUnits.find((one) => one === given.by);
  const [field] = unit === undefined ? await groupFields(app, db, [given.by]) : [];
  const by = unit ?? field;
  if (by === undefined) return;
  const kind = survey?.kind ?? oneOf("--kind", given.kind, surveyKinds);
  const scope = await scopeOf(app, db, given);
  const report = surveyReport(db, {
    ...scope,
    surveyId: survey?.id,
    kind,
    by: typeof by === "string" ? unitIn(scope, by) : by,
  });
  const { npsView } = await import("./nps-view.ts");
  await app.report(columns, report, (look) => npsView(report, look));
}
