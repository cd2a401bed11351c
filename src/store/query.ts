import { UserError } from "../errors.ts";
import { openSqlite } from "./encryption/cipher.ts";

/** Statements that can only read. WITH can stand before a write as well: the connection refuses that. */
const reading = /^\s*(?:--[^\n]*\n\s*|\/\*[\s\S]{0,10000}?\*\/\s*)*(select|with|values|explain)\b/i;

/** Bytes that a question may take in memory: bombs such as zeroblob and long recursions end there. */
const memory = 256 * 1024 * 1024;

export interface Answer {
  readonly columns: readonly string[];
  readonly rows: IterableIterator<readonly unknown[]>;
}

/**
 * Runs one SELECT of a person's own on a connection that can do nothing else: opened read-only, `query_only`, without
 * trust in the schema, one statement, bounded in memory. Not in time: the caller runs it in a process that it can end.
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
  connection.pragma("hard_heap_limit = " + memory);
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
  if (code === "SQLITE_NOMEM" || /out of memory/i.test(error.message)) {
    return new UserError(
      "refused",
      "the question needs more than 256 MB of memory",
      "ask for less, or with LIMIT",
    );
  }
  const isFileFault = /^SQLITE_(BUSY|LOCKED|CORRUPT|NOTADB|IOERR|CANTOPEN|FULL)/.test(code);
  return isFileFault
    ? error
    : new UserError("usage", error.message, 'the tables: crm sql "SELECT name FROM sqlite_schema"');
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
