import type { App } from "../app.ts";
import { unknownWord } from "../errors.ts";
import type { Field } from "../field.ts";
import { selectColumns } from "../output/columns.ts";
import { defaultColumns, formatOf } from "../print.ts";
import type { Db } from "../store/db.ts";
import { fieldsOf } from "../store/fields.ts";
import { type ListQuery, listRows, type Where } from "../store/list.ts";
import type { Noun } from "../store/tables.ts";
import type { ListOptions } from "./options.ts";

/** `whole`: every field, whatever the format (an export). */
type Listing = ListOptions & { readonly whole?: boolean };

/** Prints the records of a noun that fit the filter. Only the fields that will be seen are computed. */
export async function listNoun(
  app: App,
  noun: Noun,
  words: readonly string[],
  options: Listing,
): Promise<void> {
  const db = app.read();
  const { table, fields } = fieldsOf(db, noun);
  const shown = shownFields(app, fields, options.whole === true);
  const query: ListQuery = {
    table,
    fields,
    keys: [
      ...new Set(
        shown.flatMap(({ key, currencyKey }) => (currencyKey === undefined ? [key] : [key, currencyKey])),
      ),
    ],
    where: await whereOf(app, db, noun, filterText(words, options)),
    sort: options.sort === undefined ? undefined : await sortOf(fields, options.sort),
    limit: options.limit,
  };
  const columns = shown.map((field) => ({ ...field, detail: false }));
  await app.print(app.options.fields === "help" ? fields : columns, listRows(db, query));
}

/** The fields that the output will hold: those of --fields, else what the format shows; ids alone with --quiet. */
function shownFields(app: App, fields: readonly Field[], whole: boolean): readonly Field[] {
  const { fields: asked, quiet } = app.options;
  const id = fields.filter((field) => field.key === "id");
  if (quiet === true || asked === "help") return id;
  if (asked !== undefined) {
    const keys = selectColumns(fields, asked).map((column) => column.key);
    return fields.filter((field) => keys.includes(field.key));
  }
  const format = formatOf(app);
  const shown = whole ? fields : defaultColumns(format, fields);
  if (format !== "csv" && format !== "tsv") return shown;
  // Raw amounts say nothing without their currency.
  const currencies = new Set(shown.map((field) => field.currencyKey));
  return fields.filter((field) => shown.includes(field) || currencies.has(field.key));
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
  const { parseFilter } = await import("../filter/parse.ts");
  const { compileFilter } = await import("../filter/compile.ts");
  const { segmentFilter } = await import("../store/segment.ts");
  return compileFilter(parseFilter(text), text, {
    fields: fieldsOf(db, noun).fields,
    noun,
    today: app.today(),
    zone: app.zone(),
    currency: app.currency(),
    user: app.user(),
    date: (word) => app.when(word).date,
    segment: (name) => segmentFilter(db, noun, name),
  });
}

async function sortOf(fields: readonly Field[], text: string): Promise<ListQuery["sort"]> {
  const { fieldOf } = await import("../filter/compile.ts");
  return text.split(",").map((word) => {
    const name = word.trim().replace(/^[-+]/, "");
    const field = fieldOf(fields, name);
    const names = fields.map((known) => known.key);
    if (field === undefined) throw unknownWord("usage", '--sort: no field "' + name + '"', name, names);
    return { field, descending: word.trim().startsWith("-") };
  });
}
