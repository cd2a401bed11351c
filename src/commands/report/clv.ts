import { type Command, Option } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { type ClvLevel, type ClvReport, clvLevels, clvReport } from "../../reports/clv.ts";
import { examples, wholeNumber } from "../options.ts";
import { type ModelOptions, modelOptions, share, timeAhead } from "./model-options.ts";
import { dayOf, type ReportOptions, reportOptions, scopeOf } from "./options.ts";

interface ClvOptions extends ReportOptions, ModelOptions {
  readonly level?: ClvLevel;
  readonly horizon?: number;
  readonly discount: number;
  readonly margin?: number;
  readonly retention?: number;
  readonly calibrationEnd?: string;
  readonly limit?: number;
}

const who: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "noun", header: "Noun", type: "text", detail: true },
  { key: "customer", header: "Customer", type: "text" },
];
const currency: Column = { key: "currency", header: "Currency", type: "text" };

const columnsOf: Readonly<Record<ClvLevel, readonly Column[]>> = {
  historical: [
    ...who,
    { key: "firstDate", header: "First", type: "date" },
    { key: "lastDate", header: "Last", type: "date" },
    { key: "purchases", header: "Purchases", type: "integer" },
    { key: "revenueMinor", header: "Revenue", type: "money" },
    { key: "costMinor", header: "Cost", type: "money" },
    { key: "clvMinor", header: "Value", type: "money" },
    currency,
  ],
  formula: [
    ...who,
    { key: "purchases", header: "Purchases", type: "integer" },
    { key: "yearMinor", header: "A year", type: "money" },
    { key: "clvMinor", header: "Value", type: "money" },
    currency,
  ],
  model: [
    ...who,
    { key: "periodFirst", header: "From", type: "date", detail: true },
    { key: "periodLast", header: "To", type: "date", detail: true },
    { key: "periodLength", header: "Length", type: "number", detail: true },
    { key: "repeats", header: "Repeats", type: "integer" },
    { key: "recency", header: "Recency", type: "number" },
    { key: "age", header: "Age", type: "number" },
    { key: "actualPurchases", header: "Actual purchases", type: "integer" },
    { key: "actualSpendMinor", header: "Actual value", type: "money" },
    { key: "pAlive", header: "P(alive)", type: "number" },
    { key: "expectedPurchases", header: "Expected purchases", type: "number" },
    { key: "meanSpendMinor", header: "Mean purchase", type: "money" },
    { key: "periodValueMinor", header: "Expected value", type: "money" },
    { key: "clvMinor", header: "Lifetime value", type: "money" },
    currency,
  ],
};

export function clv(command: Command, app: App): void {
  const level = new Option("--level <level>", "past profit, formula or purchase model (default: what fits)");
  examples(
    modelOptions(reportOptions(command.addOption(level.choices(clvLevels))))
      .option("--horizon <time>", "how far the model looks ahead (default: 12m)", timeAhead)
      .option("--discount <share>", "what money loses a year", share, 0.1)
      .option("--margin <share>", "how much of the revenue is profit", share)
      .option("--retention <share>", "of the formula; else from the last two years", share)
      .option("--calibration-end <day>", "fit up to this day and compare with what came after")
      .option("--limit <n>", "the first so many customers only", wholeNumber),
    "crm report clv",
    "crm report clv --level formula --retention 80% --margin 40%",
    "crm report clv --level model --horizon 24m --format csv > clv.csv",
  ).action((options: ClvOptions) => show(app, options));
}

async function show(app: App, options: ClvOptions): Promise<void> {
  const report = cut(await reportOf(app, options), options.limit);
  const { clvView } = await import("./clv-view.ts");
  await app.report(columnsOf[report.level], report, (look) => clvView(report, look));
}

async function reportOf(app: App, options: ClvOptions): Promise<ClvReport> {
  const db = app.read();
  const { calibrationEnd, discount, margin, retention, unit, model = "mbg-nbd" } = options;
  const asksForModel = options.model !== undefined || calibrationEnd !== undefined;
  return clvReport(db, {
    ...(await scopeOf(app, db, options)),
    ...{ level: options.level ?? (asksForModel ? "model" : undefined), model, unit },
    ...{ discount, margin, retention, horizonDays: options.horizon },
    calibrationEnd:
      calibrationEnd === undefined ? undefined : dayOf(app, "--calibration-end", calibrationEnd),
  });
}

function cut(report: ClvReport, limit: number | undefined): ClvReport {
  return limit === undefined ? report : ({ ...report, rows: report.rows.slice(0, limit) } as ClvReport);
}
