import type { Db, Value } from "../db.ts";

/** What a limit lets through; `count` is of all. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly count: number;
}

interface Paged {
  /** SELECT and columns, FROM and WHERE, ORDER BY. */
  readonly sql: { readonly columns: string; readonly from: string; readonly order: string };
  readonly params: Readonly<Record<string, Value>>;
  readonly limit: number | undefined;
  /** Counting goes no further; without it all are counted. */
  readonly countedUpTo?: number;
}

/** The first rows and how many there are: counted only where the limit is reached. */
export function pageOf<Row>(db: Db, { sql, params, limit, countedUpTo }: Paged): Page<Row> {
  const all = sql.columns + sql.from + sql.order;
  if (limit === undefined) {
    const rows = db.all<Row>(all, params);
    return { rows, count: rows.length };
  }
  const rows = db.all<Row>(all + "\n  LIMIT :limit", { ...params, limit });
  if (rows.length < limit) return { rows, count: rows.length };
  const counted =
    countedUpTo === undefined
      ? sql.from
      : " FROM (SELECT 1" + sql.from + "\n  LIMIT " + countedUpTo + ") AS some";
  return { rows, count: db.get<{ n: number }>("SELECT count(*) AS n" + counted, params)!.n };
}
