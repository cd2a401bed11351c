import { type Command, Option } from "commander";
import type { App } from "../../app.ts";
import { UserError, unknownWord } from "../../errors.ts";
import type { Column, FieldType } from "../../field.ts";
import { dealDimensions } from "../../reports/pivot/deal-facts.ts";
import { type Dimension, periodDimensions } from "../../reports/pivot/facts.ts";
import { measures, type PivotNoun, pivotNouns, pivotReport } from "../../reports/pivot.ts";
import type { Db } from "../../store/db.ts";
import { fieldsOf } from "../../store/fields.ts";
import { collect, examples, oneOf } from "../options.ts";
import { capital, type ReportOptions, reportOptions, scopeOf } from "./options.ts";
import { refuseAboutPeople } from "./people.ts";

interface PivotOptions extends ReportOptions {
  readonly of: PivotNoun;
  readonly rows: readonly string[];
  readonly cols?: readonly string[];
  readonly measure?: string;
}

export function pivot(command: Command, app: App): void {
  const of = new Option("--of <noun>", "what is counted").choices(pivotNouns).default("orders");
  examples(
    reportOptions(command)
      .addOption(of)
      .requiredOption("--rows <fields>", "one field, or two: city,month", collect)
      .option("--cols <field>", "a field across", collect)
      .option("--measure <what>", measureHelp())
      .addHelpText("after", fieldHelp),
    "crm report pivot --rows city --cols quarter",
    "crm report pivot --of deals --rows source --cols status --measure amount",
    "crm report pivot --of contacts --rows tag --cols lifecycle --measure conversion --json",
  ).action((options: PivotOptions) => show(app, options));
}

function measureHelp(): string {
  const lists = pivotNouns.map((noun) => noun + ": " + Object.keys(measures[noun]).join(", "));
  return "what is shown, by default the first; " + lists.join("; ");
}

const fieldHelp =
  "\nFields: all of the contact (city, tag, lifecycle, source, ...), " +
  periodDimensions.join(", ") +
  " (of the order, or of the creation), and of deals " +
  dealDimensions.join(", ") +
  ".\n--where is a filter of contacts, with --of deals of deals.";

async function show(app: App, options: PivotOptions): Promise<void> {
  const db = app.read();
  const { of } = options;
  const [rows, cols] = [
    await dimensionsOf(db, of, options.rows),
    await dimensionsOf(db, of, options.cols ?? []),
  ];
  const keys = [...rows, ...cols].map(({ key }) => key);
  if (rows.length === 0 || rows.length > 2 || cols.length > 1 || new Set(keys).size < keys.length)
    throw new UserError("usage", "--rows takes one or two fields and --cols one, all different");
  if (keys.includes("owner")) refuseAboutPeople(db);
  const names = Object.keys(measures[of]);
  const measure = options.measure === undefined ? names[0]! : measureNamed(options.measure, names);
  const scope = await scopeOf(app, db, options, of === "deals" ? "deal" : "contact");
  const report = pivotReport(db, { ...scope, of, rows, cols, measure });
  const sides = [...rows, ...cols].map(({ key, header }): Column => ({ key, header, type: "text" }));
  const { pivotView } = await import("./pivot-view.ts");
  const columns = [...sides, ...figures(measures[of][measure]!.type)];
  await app.report(columns, report, (look) => pivotView(report, { rows, cols }, look));
}

function measureNamed(word: string, names: readonly string[]): string {
  const name = oneOf(
    "--measure",
    word,
    names.map((each) => each.toLowerCase()),
  );
  return names.find((each) => each.toLowerCase() === name)!;
}

function figures(type: "count" | "money" | "ratio"): Column[] {
  const types = { count: "integer", money: "money", ratio: "percent" } as const;
  return [
    { key: "value", header: "Value", type: types[type] },
    { key: "n", header: "Records", type: "integer" },
    { key: "currency", header: "Currency", type: "text" },
  ];
}

/** Amounts and ids are as good as never equal. */
const ungroupable: readonly FieldType[] = ["id", "money"];

/** A word means something of the deal first, then a period, then a field of the contact. */
async function dimensionsOf(db: Db, noun: PivotNoun, words: readonly string[]): Promise<Dimension[]> {
  const { fieldOf } = await import("../../filter/compile.ts");
  const fields = fieldsOf(db, "contact").fields.filter(({ type }) => !ungroupable.includes(type));
  const ofDeals = noun === "deals" ? dealDimensions : [];
  return words.map((word) => {
    const name = word.toLowerCase();
    const deal = ofDeals.find((key) => key === name);
    if (deal !== undefined) return { key: deal, header: capital(deal), from: { kind: "deal", of: deal } };
    const unit = periodDimensions.find((key) => key === name);
    if (unit !== undefined) return { key: unit, header: capital(unit), from: { kind: "period", unit } };
    const field = fieldOf(fields, word);
    if (field !== undefined)
      return { key: keyOf(field.key), header: field.header, from: { kind: "contact", field } };
    const known = [...ofDeals, ...periodDimensions, ...fields.map(({ key }) => key)];
    throw unknownWord("usage", 'no field "' + word + '" for a side of the table', word, known);
  });
}

/** Keys of a row that a field (a custom one can be called as its owner likes) must not take. */
function keyOf(key: string): string {
  return ["value", "n", "currency"].includes(key) ? key + "Value" : key;
}
