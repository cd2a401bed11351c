export type Param = string | number | null;

/** A piece of SQL with the values of its `?`, in the order in which they occur. */
export interface Sql {
  readonly sql: string;
  readonly params: readonly Param[];
}

/** Pieces one after the other; the values stay in step with their `?`. */
export function glue(...pieces: readonly (string | Sql)[]): Sql {
  return {
    sql: pieces.map((piece) => (typeof piece === "string" ? piece : piece.sql)).join(""),
    params: pieces.flatMap((piece) => (typeof piece === "string" ? [] : piece.params)),
  };
}

export function bind(value: Param): Sql {
  return { sql: "?", params: [value] };
}

/** `?` for each value, with commas between. */
export function bindAll(values: readonly Param[]): Sql {
  return { sql: values.map(() => "?").join(", "), params: values };
}

/** True where the condition is false or NULL: "not" of a filter knows no third value. */
export function isNotTrue(condition: Sql): Sql {
  return glue("((", condition, ") IS NOT TRUE)");
}

/**
 * One or more conditions joined as a balanced tree: a chain `a OR b OR c ...` is as deep as it is long for
 * SQLite, which refuses expressions deeper than 1000.
 */
export function joined(conditions: readonly Sql[], word: "and" | "or"): Sql {
  if (conditions.length === 1) return conditions[0]!;
  const middle = conditions.length >> 1;
  const left = joined(conditions.slice(0, middle), word);
  const right = joined(conditions.slice(middle), word);
  return glue("(", left, word === "and" ? " AND " : " OR ", right, ")");
}
