import type { Field, Row } from "../field.ts";
import type { Db, Value } from "./db.ts";
import { quoted } from "./quoted.ts";

/** A filter as SQL: a condition over the noun's table and the values of its `?`. */
export interface Where {
  readonly sql: string;
  readonly params: readonly Value[];
}

export interface ListQuery {
  readonly table: string;
  readonly fields: readonly Field[];
  /** The fields to fetch; only these are computed. */
  readonly keys: readonly string[];
  readonly where?: Where | undefined;
  readonly sort?: readonly { readonly field: Field; readonly descending: boolean }[] | undefined;
  readonly limit?: number | undefined;
}

/** Between the values of a many-valued field inside SQL; split again before anybody sees it. */
const separator = "\u001f";

/** The rows of a list, one at a time, so that a long list is never held whole. Texts come from the field lists only. */
export function* listRows(db: Db, query: ListQuery): IterableIterator<Row> {
  const { fields, asked, joins } = readFields(db, query);
  const { sql, params } = listSql({ ...query, joins }, asked);
  const lists = fields.filter((field) => field.type === "list").map((field) => field.key);
  // Made from one that has all the keys, a row is laid out in memory once and not anew with each key.
  const empty: Readonly<Record<string, unknown>> = Object.fromEntries(
    fields.map(({ key, only }) => [key, only?.without ?? null]),
  );
  for (const values of db.values(sql, params)) {
    const row = { ...empty };
    for (let i = 0; i < asked.length; i++) row[asked[i]!.key] = values[i];
    for (const key of lists) row[key] = splitList(row[key]);
    yield row;
  }
}

/** What a list asks the database for under one name: a field, or several as one text. */
export interface Selected {
  readonly key: string;
  readonly sql: string;
  readonly params?: readonly (string | number)[] | undefined;
}

/** The fields of the keys, and how they are read. */
interface Reading {
  readonly fields: readonly Field[];
  /** Those to be asked for: the ones whose only table is empty are not. */
  readonly asked: readonly Field[];
  /** Rows that several fields share are joined and not looked up by each. */
  readonly joins: readonly string[];
}

export function readFields(db: Db, query: ListQuery): Reading {
  const fields = query.keys.map((key) => query.fields.find((field) => field.key === key)!);
  const there = withValues(db, fields);
  const uses = new Map<string, number>();
  for (const { shared } of there)
    if (shared !== undefined) uses.set(shared.join, (uses.get(shared.join) ?? 0) + 1);
  const joins = [...uses].filter(([, times]) => times > 1).map(([join]) => join);
  const asked = there.map((field) =>
    field.shared !== undefined && joins.includes(field.shared.join)
      ? { ...field, sql: field.shared.sql }
      : field,
  );
  return { fields, asked, joins };
}

function withValues(db: Db, fields: readonly Field[]): readonly Field[] {
  const tables = [...new Set(fields.flatMap(({ only }) => only?.table ?? []))];
  if (tables.length === 0) return fields;
  const isThere = tables.map((table) => "EXISTS (SELECT 1 FROM " + table + ") AS " + table);
  const there = db.get<Readonly<Record<string, number>>>("SELECT " + isThere.join(", "))!;
  return fields.filter(({ only }) => only === undefined || there[only.table] === 1);
}

export function countRows(db: Db, table: string, where: Where | undefined): number {
  const sql = ["SELECT count(*) AS n", "FROM " + table, where === undefined ? "" : "WHERE " + where.sql].join(
    "\n",
  );
  return db.get<{ n: number }>(sql, where?.params ?? [])!.n;
}

/** The SELECT of a list, with what is to be selected in its order. */
export function listSql(
  query: ListQuery & { readonly joins: readonly string[] },
  fields: readonly Selected[],
): { sql: string; params: readonly Value[] } {
  const sort = query.sort ?? [];
  const selected = fields.map((field) => field.sql + " AS " + quoted(field.key));
  const order = sort.map(
    ({ field, descending }) => field.sql + (descending ? " DESC" : " ASC") + " NULLS LAST",
  );
  const parts = [
    "SELECT " + (selected.length === 0 ? "NULL" : selected.join(",\n  ")),
    ["FROM " + query.table, ...query.joins].join("\n  "),
    query.where === undefined ? "" : "WHERE " + query.where.sql,
    "ORDER BY " + [...order, query.table + ".id"].join(", "),
    query.limit === undefined ? "" : "LIMIT ?",
  ];
  const params = [
    ...fields.flatMap((field) => field.params ?? []),
    ...(query.where?.params ?? []),
    ...sort.flatMap(({ field }) => field.params ?? []),
    ...(query.limit === undefined ? [] : [query.limit]),
  ];
  return { sql: parts.filter((part) => part !== "").join("\n"), params };
}

export function splitList(value: unknown): readonly string[] {
  return typeof value === "string" && value !== "" ? value.split(separator) : [];
}
