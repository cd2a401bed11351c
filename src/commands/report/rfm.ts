import { type Command, Option } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import {
  cutRules,
  frequencies,
  monetaries,
  type RfmScope,
  rfmCustomers,
  rfmReport,
} from "../../reports/rfm.ts";
import { examples } from "../options.ts";
import { type ReportOptions, reportOptions, scopeOf } from "./options.ts";

interface RfmOptions extends ReportOptions {
  readonly customers?: boolean;
  readonly frequency: RfmScope["frequency"];
  readonly monetary: RfmScope["monetary"];
  readonly cuts: RfmScope["cutRule"];
}

const segmentColumns: readonly Column[] = [
  { key: "segment", header: "Segment", type: "text" },
  { key: "customers", header: "Customers", type: "integer" },
  { key: "share", header: "Share", type: "percent" },
  { key: "orders", header: "Orders", type: "integer" },
  { key: "revenueMinor", header: "Revenue", type: "money" },
  { key: "revenueShare", header: "Share of revenue", type: "percent" },
  { key: "aovMinor", header: "Average order", type: "money" },
  { key: "currency", header: "Currency", type: "text" },
  { key: "medianRecencyDays", header: "Median days since", type: "number" },
  { key: "medianTransactionCount", header: "Median purchases", type: "number" },
  { key: "medianAmountMinor", header: "Median amount", type: "money" },
];

const customerColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "noun", header: "Noun", type: "text", detail: true },
  { key: "customer", header: "Customer", type: "text" },
  { key: "recencyDays", header: "Days since", type: "integer" },
  { key: "transactionCount", header: "Purchases", type: "integer" },
  { key: "amountMinor", header: "Amount", type: "money" },
  { key: "currency", header: "Currency", type: "text" },
  { key: "r", header: "R", type: "integer" },
  { key: "f", header: "F", type: "integer" },
  { key: "m", header: "M", type: "integer" },
  { key: "rfmScore", header: "Score", type: "integer" },
  { key: "segment", header: "Segment", type: "text" },
];

export function rfm(command: Command, app: App): void {
  const frequency = new Option("--frequency <what>", "what F counts: days with a purchase, or orders");
  const monetary = new Option("--monetary <what>", "what M is: the sum of purchases, or their mean");
  const cuts = new Option("--cuts <rule>", "next score above the cut point, or a whole unit above (R rfm)");
  examples(
    reportOptions(command.option("--customers", "a row a customer, the best first"))
      .addOption(frequency.choices(frequencies).default("days"))
      .addOption(monetary.choices(monetaries).default("sum"))
      .addOption(cuts.choices(cutRules).default("exact")),
    "crm report rfm",
    "crm report rfm --customers --where 'city = Berlin'",
    "crm report rfm --frequency orders --from 2025-01-01 --json",
  ).action((options: RfmOptions) => show(app, options));
}

async function show(app: App, options: RfmOptions): Promise<void> {
  const db = app.read();
  const { customers, frequency, monetary, cuts } = options;
  const scope = { ...(await scopeOf(app, db, options)), frequency, monetary, cutRule: cuts };
  const { rfmView, rfmCustomersView } = await import("./rfm-view.ts");
  if (customers !== true) {
    const report = rfmReport(db, scope);
    return app.report(segmentColumns, report, (look) => rfmView(report, look));
  }
  const report = rfmCustomers(db, scope);
  await app.report(customerColumns, report, (look) => rfmCustomersView(report, look));
}
