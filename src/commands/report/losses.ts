import type { Command } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { lossKeys, lossReport } from "../../reports/losses.ts";
import { collect, examples } from "../options.ts";
import { capital, type DealReportOptions, dealOptions, dealScopeOf, keysOption } from "./options.ts";
import { refuseAboutPeople } from "./people.ts";

type LossOptions = DealReportOptions & { readonly by?: readonly string[] };

const figures: readonly Column[] = [
  { key: "lostN", header: "Lost", type: "integer" },
  { key: "share", header: "Share", type: "percent" },
  { key: "lostMinor", header: "Amount", type: "money" },
  { key: "amountShare", header: "Share of amount", type: "percent" },
  { key: "medianAgeDays", header: "Median age", type: "number" },
  { key: "wonBackN", header: "Won back", type: "integer" },
  { key: "trend", header: "Last 8 quarters", type: "list" },
  { key: "currency", header: "Currency", type: "text" },
];

export function losses(command: Command, app: App): void {
  examples(
    dealOptions(command)
      .option("--by <keys>", "one of " + lossKeys.join(", ") + "; or two (default: reason)", collect)
      .addHelpText("after", "\n--from and --to limit the day of the loss."),
    "crm report losses",
    "crm report losses --by reason,stage --from 2026-01-01",
    "crm report losses --by quarter --json",
  ).action((options: LossOptions) => show(app, options));
}

async function show(app: App, options: LossOptions): Promise<void> {
  const db = app.read();
  const by = keysOption(options.by, lossKeys, "reason");
  if (by.includes("owner")) refuseAboutPeople(db);
  const report = lossReport(db, { ...(await dealScopeOf(app, db, options)), by });
  const keys = by.map((key): Column => ({ key, header: capital(key), type: "text" }));
  const { lossView } = await import("./losses-view.ts");
  await app.report([...keys, ...figures], report, (look) => lossView(report, keys, look));
}
