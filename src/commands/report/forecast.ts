import { type Command, InvalidArgumentError } from "commander";
import type { App } from "../../app.ts";
import { UserError, unknownWord } from "../../errors.ts";
import type { Column } from "../../field.ts";
import { forecastReport } from "../../reports/forecast.ts";
import { unitIn } from "../../reports/scope.ts";
import { amountOption } from "../options/money.ts";
import { examples } from "../options.ts";
import { type ByPeriod, byPeriod, type DealReportOptions, dealOptions, dealScopeOf } from "./options.ts";

type ForecastOptions = DealReportOptions & ByPeriod & { readonly target?: Targets };

/** As typed; read when the currency is known. */
interface Targets {
  readonly every?: string;
  readonly periods: Readonly<Record<string, string>>;
}

const columns: readonly Column[] = [
  { key: "period", header: "Period", type: "text" },
  { key: "status", header: "Status", type: "text" },
  { key: "openN", header: "Open", type: "integer" },
  { key: "openMinor", header: "Open amount", type: "money" },
  { key: "weightedMinor", header: "Weighted", type: "money" },
  { key: "wonN", header: "Won", type: "integer" },
  { key: "wonMinor", header: "Won amount", type: "money" },
  { key: "forecastMinor", header: "Forecast", type: "money" },
  { key: "lowMinor", header: "95 % from", type: "money" },
  { key: "highMinor", header: "95 % to", type: "money" },
  { key: "commitMinor", header: "Commit", type: "money" },
  { key: "bestCaseMinor", header: "Best case", type: "money" },
  { key: "targetMinor", header: "Target", type: "money" },
  { key: "gapMinor", header: "Gap", type: "money" },
  { key: "coverage", header: "Coverage", type: "number" },
  { key: "currency", header: "Currency", type: "text" },
];

export function forecast(command: Command, app: App): void {
  examples(
    byPeriod(dealOptions(command)).option(
      "--target <amounts>",
      "of every period, and of single ones: 50000 or 50000,2026-12=80000",
      targetsOf,
    ),
    "crm report forecast",
    "crm report forecast --target 50000",
    "crm report forecast --by quarter --target 100000,2026-Q4=150000 --json",
  ).action((options: ForecastOptions) => show(app, options));
}

function targetsOf(text: string): Targets {
  const parts = text.split(",").map((part) => part.trim().split("="));
  const every = parts.filter((part) => part.length === 1).map(([amount]) => amount);
  const periods = parts
    .filter((part) => part.length === 2)
    .map(([key = "", amount = ""]) => [key.trim(), amount]);
  if (every.length > 1 || every.length + periods.length < parts.length)
    throw new InvalidArgumentError(
      "Write an amount without thousands marks, or amounts of periods: 50000,2026-12=80000.",
    );
  return { ...(every[0] === undefined ? {} : { every: every[0] }), periods: Object.fromEntries(periods) };
}

async function show(app: App, options: ForecastOptions): Promise<void> {
  const db = app.read();
  const scope = await dealScopeOf(app, db, options);
  const minor = (text: string) => {
    const asked = { option: "--target", text, own: scope.currency, currency: scope.currency };
    const amount = amountOption(asked).minor;
    if (amount <= 0)
      throw new UserError("usage", "--target: " + text + " is no target", "write one above zero");
    return amount;
  };
  const { every, periods = {} } = options.target ?? {};
  const report = forecastReport(db, {
    ...{ ...scope, by: unitIn(scope, options.by), target: every === undefined ? undefined : minor(every) },
    targets: Object.fromEntries(Object.entries(periods).map(([key, text]) => [key, minor(text)])),
  });
  const shown = report.rows.map((row) => row.period);
  const unknown = Object.keys(periods).find((key) => !shown.includes(key));
  if (unknown !== undefined)
    throw unknownWord("usage", '--target: no period "' + unknown + '"', unknown, shown);
  const { forecastView } = await import("./forecast-view.ts");
  await app.report(columns, report, (look) => forecastView(report, look));
}
