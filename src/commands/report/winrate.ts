import { type Command, Option } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { unitIn } from "../../reports/scope.ts";
import { type WinBasis, winBases, winrateReport } from "../../reports/winrate.ts";
import { examples } from "../options.ts";
import { type ByPeriod, byPeriod, type DealReportOptions, dealOptions, dealScopeOf } from "./options.ts";

type WinrateOptions = DealReportOptions & ByPeriod & { readonly basis: WinBasis };

const columns: readonly Column[] = [
  { key: "period", header: "Period", type: "text" },
  { key: "deals", header: "Deals", type: "integer" },
  { key: "won", header: "Won", type: "integer" },
  { key: "lost", header: "Lost", type: "integer" },
  { key: "open", header: "Open", type: "integer" },
  { key: "winRate", header: "Win rate", type: "percent" },
  { key: "low", header: "95 % from", type: "percent" },
  { key: "high", header: "95 % to", type: "percent" },
  { key: "wonOfAll", header: "Won of all", type: "percent" },
  { key: "wonMinor", header: "Won amount", type: "money" },
  { key: "lostMinor", header: "Lost amount", type: "money" },
  { key: "amountRate", header: "By amount", type: "percent" },
  { key: "currency", header: "Currency", type: "text" },
  { key: "status", header: "Status", type: "text" },
];

export function winrate(command: Command, app: App): void {
  const basis = new Option(
    "--basis <day>",
    "a deal belongs to the period in which it was closed, or created",
  );
  examples(
    byPeriod(dealOptions(command)).addOption(basis.choices(winBases).default("closed")),
    "crm report winrate",
    "crm report winrate --basis created --by quarter",
    "crm report winrate --where 'source = web' --json",
  ).action((options: WinrateOptions) => show(app, options));
}

async function show(app: App, options: WinrateOptions): Promise<void> {
  const db = app.read();
  const { by, basis } = options;
  const scope = await dealScopeOf(app, db, options);
  const report = winrateReport(db, { ...scope, by: unitIn(scope, by), basis });
  const { winrateView } = await import("./winrate-view.ts");
  await app.report(columns, report, (look) => winrateView(report, look));
}
