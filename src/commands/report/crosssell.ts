import { type Command, InvalidArgumentError, Option } from "commander";
import type { App } from "../../app.ts";
import type { Column } from "../../field.ts";
import { type BasketKind, basketKinds } from "../../reports/baskets.ts";
import { crosssellReport, offerReport } from "../../reports/crosssell.ts";
import { examples, wholeNumber } from "../options.ts";
import { pick } from "../pick.ts";
import { type ReportOptions, reportOptions, scopeOf } from "./options.ts";

interface CrosssellOptions extends ReportOptions {
  readonly for?: string;
  readonly basket: BasketKind;
  readonly minCount: number;
  readonly support: number;
  readonly confidence: number;
  readonly maxItems: number;
  readonly all?: boolean;
}

const ruleColumns: readonly Column[] = [
  { key: "antecedents", header: "Who buys", type: "list" },
  { key: "consequents", header: "buys", type: "text" },
  { key: "antecedentSupport", header: "Antecedent support", type: "number" },
  { key: "consequentSupport", header: "Consequent support", type: "number" },
  { key: "support", header: "Support", type: "number" },
  { key: "confidence", header: "Confidence", type: "number" },
  { key: "lift", header: "Lift", type: "number" },
  { key: "leverage", header: "Leverage", type: "number" },
  { key: "conviction", header: "Conviction", type: "number" },
  { key: "zhang", header: "Zhang", type: "number" },
  { key: "pValue", header: "Chance", type: "number" },
  { key: "count", header: "Count", type: "integer" },
];

const offerColumns: readonly Column[] = [
  { key: "product", header: "Product", type: "text" },
  { key: "because", header: "Because of", type: "list" },
  { key: "confidence", header: "Confidence", type: "number" },
  { key: "lift", header: "Lift", type: "number" },
  { key: "count", header: "Count", type: "integer" },
];

export function crosssell(command: Command, app: App): void {
  const basket = new Option("--basket <what>", "what lies in one basket: an order, or all of a customer's");
  examples(
    reportOptions(command.option("--for <contact>", "what this contact may want next"))
      .addOption(basket.choices(basketKinds).default("order"))
      .option("--min-count <n>", "baskets that a rule rests on, at least", wholeNumber, 5)
      .addOption(percentOption("--support <percent>", "the same as a share of all baskets", 0.1))
      .addOption(
        percentOption("--confidence <percent>", "how many of those who buy the one buy the other", 20),
      )
      .option("--max-items <n>", "products in a rule, at most", wholeNumber, 3)
      .option("--all", "rules that may be chance, too"),
    "crm report crosssell",
    "crm report crosssell --for jane",
    "crm report crosssell --basket customer --min-count 10 --confidence 50 --format csv",
  ).action((options: CrosssellOptions) => show(app, options));
}

/** Percent as typed, a ratio in the options. */
function percentOption(flags: string, about: string, percent: number): Option {
  return new Option(flags, about).default(percent / 100, String(percent)).argParser((text: string) => {
    const value = Number(text.replace(/\s*%$/, ""));
    if (text.trim() !== "" && value >= 0 && value <= 100) return value / 100;
    throw new InvalidArgumentError("Write a percent from 0 to 100.");
  });
}

async function show(app: App, options: CrosssellOptions): Promise<void> {
  const db = app.read();
  const { basket, minCount, support, confidence, maxItems, all = false } = options;
  const limits = { basket, minCount, minSupport: support, minConfidence: confidence, maxItems, all };
  const scope = { ...(await scopeOf(app, db, options)), ...limits };
  const { offerView, rulesView } = await import("./crosssell-view.ts");
  if (options.for === undefined) {
    const report = crosssellReport(db, scope);
    return app.report(ruleColumns, report, (look) => rulesView(report, look));
  }
  const contact = await pick(app, db, "contact", options.for);
  const report = offerReport(db, scope, contact.id);
  await app.report(offerColumns, report, (look) => offerView(report, contact.name, look));
}
