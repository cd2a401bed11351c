import type { Command } from "commander";
import type { App } from "../../app.ts";
import { UserError, unknownWord } from "../../errors.ts";
import type { Column, Field, FieldType } from "../../field.ts";
import { segmentReport } from "../../reports/segments.ts";
import type { Db } from "../../store/db.ts";
import { fieldsOf } from "../../store/fields.ts";
import { computedFields } from "../list.ts";
import { collect, examples } from "../options.ts";
import { type ReportOptions, reportOptions, scopeOf } from "./options.ts";

type SegmentOptions = ReportOptions & { readonly by?: readonly string[] };

const figures: readonly Column[] = [
  { key: "count", header: "Contacts", type: "integer" },
  { key: "share", header: "Share", type: "percent" },
  { key: "customers", header: "Customers", type: "integer" },
  { key: "revenueMinor", header: "Revenue", type: "money" },
  { key: "revenueShare", header: "Share of revenue", type: "percent" },
  { key: "averageMinor", header: "Average per customer", type: "money" },
  { key: "currency", header: "Currency", type: "text" },
  { key: "lastContactDate", header: "Last contact", type: "date" },
];

export function segments(command: Command, app: App): void {
  examples(
    reportOptions(
      command.option(
        "--by <fields>",
        "one field of the contact, or two: city,lifecycle (default: lifecycle)",
        collect,
      ),
    ),
    "crm report segments --by city",
    "crm report segments --by tag --where 'lifecycle = client'",
    "crm report segments --by industry,lifecycle --format csv",
  ).action((options: SegmentOptions) => show(app, options));
}

async function show(app: App, options: SegmentOptions): Promise<void> {
  const db = app.read();
  const by = await groupFields(app, db, options.by ?? ["lifecycle"]);
  const scope = await scopeOf(app, db, options);
  const report = segmentReport(db, { ...scope, by, companyBy: sameOfCompany(db, by) });
  const values = by.map(({ header }, i) => ({ key: report.by[i] ?? "", header, type: "text" as const }));
  const { segmentView } = await import("./segments-view.ts");
  await app.report([...values, ...figures], report, (look) => segmentView(report, values, look));
}

/** Amounts and ids are as good as never equal: rows by them would be a list of contacts. */
const ungroupable: readonly FieldType[] = ["id", "money"];

/** The fields of contacts that --by names. */
export async function groupFields(app: App, db: Db, words: readonly string[]): Promise<Field[]> {
  const { fieldOf } = await import("../../filter/compile.ts");
  const known = [...fieldsOf(db, "contact").fields, ...computedFields(app, db, "contact")];
  const fields = known.filter(({ type }) => !ungroupable.includes(type));
  const names = fields.map(({ key }) => key);
  const found = words.map((word) => {
    const field = fieldOf(fields, word);
    if (field === undefined)
      throw unknownWord("usage", '--by: no field "' + word + '" to group by', word, names);
    return field;
  });
  if (found.length === 0 || found.length > 2 || new Set(found).size < found.length)
    throw new UserError("usage", "--by takes one field, or two different ones", "such as city,lifecycle");
  for (const field of found) await field.prepare?.();
  return found;
}

/** The same fields of companies; undefined unless companies have each of them. */
function sameOfCompany(db: Db, by: readonly Field[]): Field[] | undefined {
  const { fields } = fieldsOf(db, "company");
  const same = by.flatMap(({ key, type }) => {
    const name = key === "company" ? "name" : key;
    return fields.find((field) => field.key === name && field.type === type) ?? [];
  });
  return same.length === by.length ? same : undefined;
}
