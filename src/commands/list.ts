import type { App } from "../app.ts";
import { unknownWord } from "../errors.ts";
import type { Field } from "../field.ts";
import { selectColumns } from "../output/columns.ts";
import { defaultColumns, formatOf, pluralOf } from "../print.ts";
import { type Heed, heedingFields, heedingWhere } from "../store/consent-export.ts";
import { contactExportFields } from "../store/contact/export.ts";
import { contactNameSql } from "../store/contact/name.ts";
import type { Db } from "../store/db.ts";
import { besidesFields } from "../store/fields/besides.ts";
import { fieldsOf } from "../store/fields.ts";
import type { ListQuery, Where } from "../store/list.ts";
import { listing } from "../store/list-objects.ts";
import type { Noun } from "../store/tables.ts";
import { classFields } from "./class-fields.ts";
import type { ListOptions } from "./options.ts";
import { withTimely } from "./timely-fields.ts";

/** `whole`: every field, whatever the format (an export). `also`: details that are shown too. `heed`: what contacts refused is left out. */
type Listing = ListOptions & {
  readonly whole?: boolean;
  readonly also?: readonly string[];
  readonly heed?: Heed | undefined;
};

/** Prints the records of a noun that fit the filter. Only the fields that will be seen are computed. */
export async function listNoun(
  app: App,
  noun: Noun,
  words: readonly string[],
  options: Listing,
): Promise<void> {
  const db = app.read();
  const { table, fields: known } = fieldsOf(db, noun);
  const exported = options.whole === true && noun === "contact" ? contactExportFields(db) : [];
  const stored = [...withTimely(app, noun, known), ...exported].map((field) =>
    options.also?.includes(field.key) === true ? { ...field, detail: false } : field,
  );
  const fields = [...stored, ...computedFields(app, db, noun)];
  const shown = shownFields(app, { stored, fields }, options.whole === true);
  for (const field of shown) await field.prepare?.();
  const where = await whereOf(app, db, noun, filterText(words, options));
  const query: ListQuery = {
    table,
    fields: options.heed === undefined ? toldFields(app, noun, fields) : heedingFields(fields, options.heed),
    keys: [
      ...new Set(
        shown.flatMap(({ key, currencyKey }) => (currencyKey === undefined ? [key] : [key, currencyKey])),
      ),
    ],
    where: options.heed === undefined ? where : heedingWhere(where, options.heed),
    sort: options.sort === undefined ? undefined : await sortOf(fields, options.sort),
    limit: options.limit,
  };
  const columns = shown.map((field) => ({ ...field, detail: false }));
  const none = "no " + pluralOf(noun) + (query.where === undefined ? "" : " fit");
  await app.print(app.options.fields === "help" ? fields : columns, listing(db, query), none);
}

/** Who has no name is in a table for people what they are called elsewhere; for programs an empty name stays empty. */
function toldFields(app: App, noun: Noun, fields: readonly Field[]): readonly Field[] {
  if (noun !== "contact" || formatOf(app) !== "table") return fields;
  return fields.map((field) => (field.key === "name" ? { ...field, sql: contactNameSql } : field));
}

interface Known {
  /** What the noun's records hold. */
  readonly stored: readonly Field[];
  /** These and what can be worked out. */
  readonly fields: readonly Field[];
}

/** The fields that the output will hold: those of --fields, else what the format shows; ids alone with --quiet. */
function shownFields(app: App, { stored, fields }: Known, whole: boolean): readonly Field[] {
  const { fields: asked, quiet } = app.options;
  const id = fields.filter((field) => field.key === "id");
  if (quiet === true || asked === "help") return id;
  if (asked !== undefined) {
    const keys = selectColumns(fields, asked).map((column) => column.key);
    return fields.filter((field) => keys.includes(field.key));
  }
  const format = formatOf(app);
  const shown = whole ? stored : defaultColumns(format, stored);
  if (format !== "csv" && format !== "tsv") return shown;
  // Raw amounts say nothing without their currency.
  const currencies = new Set(shown.map((field) => field.currencyKey));
  return stored.filter((field) => shown.includes(field) || currencies.has(field.key));
}

/** What of a noun can be named beside what is stored. */
export function computedFields(app: App, db: Db, noun: Noun): readonly Field[] {
  return [...(noun === "contact" ? classFields(app, db) : []), ...besidesFields(noun)];
}

/** The words after the verb, --where and --segment as one filter text; undefined when none is given. */
export function filterText(
  words: readonly string[],
  options: Pick<ListOptions, "where" | "segment">,
): string | undefined {
  const parts = [words.join(" "), options.where].filter((part) => part !== undefined && part !== "");
  if (options.segment !== undefined) parts.push('segment = "' + options.segment.replaceAll('"', '""') + '"');
  if (parts.length === 0) return undefined;
  return parts.length === 1 ? parts[0] : parts.map((part) => "(" + part + ")").join(" and ");
}

/** A filter text as SQL over the noun's table. */
export async function whereOf(
  app: App,
  db: Db,
  noun: Noun,
  text: string | undefined,
): Promise<Where | undefined> {
  if (text === undefined) return undefined;
  const used = new Set<Field>();
  const where = (await filterCompiler(app, db, noun))(text, (field) => used.add(field));
  for (const field of used) await field.prepare?.();
  return where;
}

/** Turns filter texts into SQL, telling which fields each uses: those worked out have to be prepared before it runs. */
export async function filterCompiler(
  app: App,
  db: Db,
  noun: Noun,
): Promise<(text: string, use: (field: Field) => void) => Where> {
  const { parseFilter } = await import("../filter/parse.ts");
  const { compileFilter } = await import("../filter/compile.ts");
  const { segmentFilter } = await import("../store/segment.ts");
  return (text, use) =>
    compileFilter(parseFilter(text), text, {
      fields: [...withTimely(app, noun, fieldsOf(db, noun).fields), ...computedFields(app, db, noun)],
      noun,
      today: app.today(),
      zone: app.zone(),
      currency: app.currency(),
      user: app.user(),
      date: (word) => app.when(word).date,
      segment: (name) => segmentFilter(db, noun, name),
      use,
    });
}

export async function sortOf(fields: readonly Field[], text: string): Promise<ListQuery["sort"]> {
  const { fieldOf } = await import("../filter/compile.ts");
  const sort = text.split(",").map((word) => {
    const name = word.trim().replace(/^[-+]/, "");
    const field = fieldOf(fields, name);
    const names = fields.map((known) => known.key);
    if (field === undefined) throw unknownWord("usage", '--sort: no field "' + name + '"', name, names);
    return { field, descending: word.trim().startsWith("-") };
  });
  for (const { field } of sort) await field.prepare?.();
  return sort;
}
