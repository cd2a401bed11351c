import { type Command, InvalidArgumentError, Option } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Column } from "../../field.ts";
import { type SurvivalKind, survivalKinds, survivalReport } from "../../reports/survival.ts";
import { examples } from "../options.ts";
import { positiveDays, type ReportOptions, reportOptions, scopeOf } from "./options.ts";

interface SurvivalOptions extends ReportOptions {
  readonly of: SurvivalKind;
  readonly window?: number;
  readonly project?: number;
}

const columns: readonly Column[] = [
  { key: "time", header: "Days", type: "integer" },
  { key: "atRisk", header: "At risk", type: "integer" },
  { key: "events", header: "Events", type: "integer" },
  { key: "censored", header: "Censored", type: "integer" },
  { key: "survival", header: "Survival", type: "percent" },
  { key: "low", header: "95 % from", type: "percent" },
  { key: "high", header: "95 % to", type: "percent" },
];

/** Days, of a lifetime. */
const usualWindow = 365;

export function survival(command: Command, app: App): void {
  const of = new Option("--of <what>", "time to the second purchase, or to the last one");
  examples(
    reportOptions(command.addOption(of.choices(survivalKinds).default("second")))
      .option(
        "--window <days>",
        "lifetime: gone = nothing bought in the last so many days; left out: " + usualWindow,
        positiveDays,
      )
      .option("--project <months>", "carry the curve on for so many months after the first purchase", months),
    "crm report survival",
    "crm report survival --of lifetime --window 180 --project 36",
    "crm report survival --json",
  ).action((options: SurvivalOptions) => show(app, options));
}

function months(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a number of months such as 24.");
}

async function show(app: App, options: SurvivalOptions): Promise<void> {
  const db = app.read();
  const { of, window = usualWindow, project } = options;
  if (of !== "lifetime" && options.window !== undefined)
    throw new UserError("usage", "--window says when a lifetime is over", "add --of lifetime");
  const report = survivalReport(db, { ...(await scopeOf(app, db, options)), of, window, project });
  const { survivalView } = await import("./survival-view.ts");
  await app.report(columns, report, (look) => survivalView(report, look));
}
