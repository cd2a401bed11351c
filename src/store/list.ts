import type { Field, Row } from "../field.ts";
import type { Db, Value } from "./db.ts";

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
  const fields = query.keys.map((key) => query.fields.find((field) => field.key === key)!);
  const { sql, params } = listSql(query, fields);
  const lists = fields.filter((field) => field.type === "list").map((field) => field.key);
  // Made from one that has all the keys, a row is laid out in memory once and not anew with each key.
  const empty: Readonly<Record<string, unknown>> = Object.fromEntries(fields.map(({ key }) => [key, null]));
  for (const values of db.values(sql, params)) {
    const row = { ...empty };
    for (let i = 0; i < fields.length; i++) row[fields[i]!.key] = values[i];
    for (const key of lists) row[key] = splitList(row[key]);
    yield row;
  }
}

export function countRows(db: Db, table: string, where: Where | undefined): number {
  const sql = ["SELECT count(*) AS n", "FROM " + table, where === undefined ? "" : "WHERE " + where.sql].join(
    "\n",
  );
  return db.get<{ n: number }>(sql, where?.params ?? [])!.n;
}

function listSql(query: ListQuery, fields: readonly Field[]): { sql: string; params: readonly Value[] } {
  const sort = query.sort ?? [];
  const order = sort.map(
    ({ field, descending }) => field.sql + (descending ? " DESC" : " ASC") + " NULLS LAST",
  );
  const parts = [
    "SELECT " + fields.map((field) => field.sql + ' AS "' + field.key + '"').join(",\n  "),
    "FROM " + query.table,
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
