import { type Command, InvalidArgumentError, Option } from "commander";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Column } from "../../field.ts";
import { standardLimits, type TieRule, tieRules } from "../../reports/abc/classes.ts";
import { type AbcMeasure, abcMeasures } from "../../reports/abc/values.ts";
import { type AbcScope, abcCustomers, abcReport } from "../../reports/abc.ts";
import { examples } from "../options.ts";
import { dayOf, type ReportOptions, reportOptions, scopeOf } from "./options.ts";

interface AbcOptions extends ReportOptions {
  readonly by: AbcMeasure;
  readonly limits: AbcScope["limits"];
  readonly ties: TieRule;
  readonly since?: string;
  readonly of: "customers" | "products";
  readonly customers?: boolean;
  readonly items?: boolean;
}

const classColumns: readonly Column[] = [
  { key: "class", header: "Class", type: "text" },
  { key: "customers", header: "Customers", type: "integer" },
  { key: "share", header: "Share", type: "percent" },
  { key: "valueMinor", header: "Value", type: "money" },
  { key: "valueShare", header: "Share of value", type: "percent" },
  { key: "fromMinor", header: "Smallest", type: "money" },
  { key: "currency", header: "Currency", type: "text" },
];

const customerColumns: readonly Column[] = [
  { key: "rank", header: "Rank", type: "integer" },
  { key: "id", header: "Id", type: "id" },
  { key: "noun", header: "Noun", type: "text", detail: true },
  { key: "customer", header: "Customer", type: "text" },
  { key: "valueMinor", header: "Value", type: "money" },
  { key: "currency", header: "Currency", type: "text" },
  { key: "share", header: "Share", type: "percent" },
  { key: "cumulativeShare", header: "Cumulative", type: "percent" },
  { key: "class", header: "Class", type: "text" },
];

const before: Column = { key: "before", header: "Before", type: "text" };

export function abc(command: Command, app: App): void {
  const by = new Option(
    "--by <value>",
    "what customers are sorted by: revenue, or profit (revenue less cost)",
  );
  const limits = new Option(
    "--limits <a,b>",
    "A and B end at these percents, or computed: where the curve bends",
  );
  const ties = new Option("--ties <rule>", "equal values at a limit: the same class, or split by it");
  const of = new Option("--of <what>", "what is classed").choices(["customers", "products"]);
  examples(
    reportOptions(command)
      .addOption(of.default("customers"))
      .addOption(by.choices(abcMeasures).default("revenue"))
      .addOption(limits.default(standardLimits, "80,95").argParser(limitsOf))
      .addOption(ties.choices(tieRules).default("same"))
      .option("--since <day>", "who has changed class since the end of this day")
      .option("--customers", "a row a customer, the largest first")
      .option("--items", "the same, of products too"),
    "crm report abc",
    "crm report abc --by profit --from 2025-01-01 --customers",
    "crm report abc --limits computed --since 2025-12-31",
    "crm report abc --of products --items",
  ).action((options: AbcOptions) => show(app, options));
}

function limitsOf(text: string): AbcScope["limits"] {
  if (text.trim().toLowerCase() === "computed") return "computed";
  const [a = Number.NaN, b = Number.NaN, ...more] = text.split(",").map((word) => Number(word));
  if (more.length === 0 && a > 0 && a < b && b < 100) return { a, b };
  throw new InvalidArgumentError("Write two rising percents such as 80,95, or computed.");
}

async function show(app: App, options: AbcOptions): Promise<void> {
  const db = app.read();
  const scope = {
    ...(await scopeOf(app, db, options)),
    measure: options.by,
    limits: options.limits,
    ties: options.ties,
  };
  const since = options.since === undefined ? undefined : dayOf(app, "--since", options.since);
  if (since !== undefined && since >= scope.asOf)
    throw new UserError("usage", "--since " + since + " does not lie before " + scope.asOf);
  if (options.of === "products") return showProducts(app, { ...scope, since }, options.items === true);
  const { abcView, abcCustomersView } = await import("./abc-view.ts");
  if (options.customers !== true && options.items !== true) {
    const report = abcReport(db, { ...scope, since });
    return app.report(classColumns, report, (look) => abcView(report, look));
  }
  const report = abcCustomers(db, { ...scope, since });
  const columns = since === undefined ? customerColumns : [...customerColumns, before];
  await app.report(columns, report, (look) => abcCustomersView(report, look));
}

/** The cost of a line is not known, so products go by revenue. */
async function showProducts(app: App, scope: AbcScope, oneByOne: boolean): Promise<void> {
  if (scope.measure !== "revenue")
    throw new UserError("usage", "--by profit: the cost of single products is not known", "leave --by out");
  const view = await import("./product-abc-view.ts");
  const { productAbc, productList } = await import("../../reports/product-abc.ts");
  if (oneByOne) {
    const report = productList(app.read(), scope);
    const columns = view.productColumns.filter(({ key }) => key !== "before" || scope.since !== undefined);
    return app.report(columns, report, (look) => view.productListView(report, look));
  }
  const report = productAbc(app.read(), scope);
  await app.report(view.productClassColumns, report, (look) => view.productAbcView(report, look));
}
