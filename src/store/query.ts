import { UserError } from "../errors.ts";
import { openSqlite } from "./encryption/cipher.ts";

/** Statements that can only read. WITH can stand before a write as well: the connection refuses that. */
const reading = /^\s*(?:--[^\n]*\n\s*|\/\*(?:[^*]|\*(?!\/))*\*\/\s*)*(select|with|values|explain)\b/i;

/** Bytes that the process of a question may take in memory: bombs such as randomblob and long recursions end there. */
export const memory = 256 * 1024 * 1024;

export interface Answer {
  readonly columns: readonly string[];
  readonly rows: IterableIterator<readonly unknown[]>;
}

/**
 * Runs one SELECT of a person's own on a connection that can do nothing else: opened read-only, `query_only`, without
 * trust in the schema, one statement. The caller bounds time and memory, by running it in a process that it can end:
 * our SQLite does not count what it holds.
 */
export function ask(path: string, sql: string, values: readonly string[]): Answer {
  if (!reading.test(sql)) {
    throw new UserError(
      "usage",
      "crm sql only reads: the statement has to begin with SELECT, WITH, VALUES or EXPLAIN",
    );
  }
  const connection = openSqlite(path, { readonly: path !== ":memory:", timeout: 5000 });
  connection.pragma("trusted_schema = OFF");
  connection.pragma("query_only = ON");
  try {
    const statement = connection.prepare(sql);
    if (!statement.reader)
      throw new UserError("usage", "crm sql only reads, and this statement answers nothing");
    const columns = unique(statement.columns().map(({ name }) => name));
    return {
      columns,
      rows: statement.raw(true).iterate(values.map(asValue)) as IterableIterator<readonly unknown[]>,
    };
  } catch (error) {
    throw asUsage(error);
  }
}

/** A fault in the statement is the user's to mend; what the file has is not. */
export function asUsage(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const code = "code" in error ? String(error.code) : "";
  if (code === "SQLITE_NOMEM" || /out of memory|Cannot create a string/i.test(error.message))
    return tooLarge();
  const isFileFault =
    "syscall" in error || /^SQLITE_(BUSY|LOCKED|CORRUPT|NOTADB|IOERR|CANTOPEN|FULL)/.test(code);
  if (isFileFault) return error;
  return new UserError("usage", error.message, 'the tables: crm sql "SELECT name FROM sqlite_schema"');
}

/** A question that was ended because of its size. */
export function tooLarge(): UserError {
  return new UserError(
    "refused",
    "the question needs more than " + memory / 1024 ** 2 + " MB of memory",
    "ask for less, or with LIMIT",
  );
}

/** A whole or decimal number is bound as one. */
function asValue(text: string): string | number {
  return /^-?\d{1,15}(\.\d{1,10})?$/.test(text) ? Number(text) : text;
}

/** Two columns of the same name are told apart: "n", "n:2". */
function unique(names: readonly string[]): string[] {
  return names.map((name, at) => {
    const before = names.slice(0, at).filter((other) => other === name).length;
    return before === 0 ? name : name + ":" + (before + 1);
  });
}
