import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import type { Column, Row } from "../field.ts";
import { formatOf } from "../print.ts";
import type { Db } from "../store/db.ts";
import { companyDuplicates } from "../store/duplicates/companies.ts";
import { contactDuplicates, type Likely, type Search } from "../store/duplicates.ts";
import { fieldsOf } from "../store/fields.ts";
import { listRows } from "../store/list.ts";
import type { Mergeable } from "../store/merge/references.ts";
import { describe } from "../store/reference.ts";
import type { DuplicateOptions } from "./duplicates.ts";
import { filterText, whereOf } from "./list.ts";

const columns: readonly Column[] = [
  { key: "group", header: "Group", type: "integer" },
  { key: "score", header: "%", type: "integer" },
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "detail", header: "Of", type: "text", detail: true },
  { key: "otherId", header: "Id", type: "id" },
  { key: "otherName", header: "Name", type: "text" },
  { key: "otherDetail", header: "Of", type: "text", detail: true },
  { key: "reasons", header: "Why", type: "list" },
];

const find: Readonly<Record<Mergeable, (db: Db, search: Search) => Likely[]>> = {
  contact: contactDuplicates,
  company: companyDuplicates,
};

interface Asked {
  readonly words: readonly string[];
  readonly options: DuplicateOptions;
}

/** Prints likely pairs in groups; with a filter those in which one of the two fits it. */
export async function findDuplicates(app: App, of: Mergeable, { words, options }: Asked): Promise<void> {
  if (options.distinct === true) return showDistinct(app, of, filterText(words, options));
  const db = app.read();
  const among = await fitting(app, db, { of, text: filterText(words, options) });
  const found = find[of](db, { least: options.min ?? 60, among });
  await app.print(
    columns,
    found.map((pair) => rowOf(db, of, pair)),
    "no duplicates found",
  );
  const [first] = found;
  if (first === undefined || formatOf(app) !== "table") return;
  const groups = found.at(-1)?.group ?? 1;
  app.say(
    (groups === 1 ? "1 group" : groups + " groups") +
      " · to make one of two: crm " +
      of +
      " merge " +
      first.a +
      " " +
      first.b +
      " --dry-run, to keep two apart: crm " +
      of +
      " distinct " +
      first.a +
      " " +
      first.b,
  );
}

async function showDistinct(app: App, of: Mergeable, filter: string | undefined): Promise<void> {
  if (filter !== undefined)
    throw new UserError("usage", "--distinct takes no filter", "crm " + of + " duplicates --distinct");
  const { listDistinct } = await import("./distinct.ts");
  await listDistinct(app, of);
}

async function fitting(
  app: App,
  db: Db,
  { of, text }: { of: Mergeable; text: string | undefined },
): Promise<ReadonlySet<number> | undefined> {
  const where = await whereOf(app, db, of, text);
  if (where === undefined) return undefined;
  const { table, fields } = fieldsOf(db, of);
  return new Set([...listRows(db, { table, fields, keys: ["id"], where })].map((row) => Number(row.id)));
}

function rowOf(db: Db, of: Mergeable, { group, score, a, b, reasons }: Likely): Row {
  const [one, other] = [describe(db, of, a), describe(db, of, b)];
  return {
    group,
    score,
    id: a,
    name: one?.name ?? "",
    detail: one?.detail ?? null,
    otherId: b,
    otherName: other?.name ?? "",
    otherDetail: other?.detail ?? null,
    reasons,
  };
}
