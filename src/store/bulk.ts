import type { Db, Value } from "./db.ts";
import { emptyLog, syncLogEarly } from "./log.ts";
import { quoted } from "./quoted.ts";

/** Kilobytes of pages kept in memory while a bulk is written: the ends of all tables, where it appends, are in it. */
const cacheKb = 16_000;

/**
 * Sets the connection up for a write of up to millions of rows, which begins after this; gives what sets it back.
 * Foreign keys are not looked up row by row, and with `checks` false the CHECKs of the schema are not evaluated: each
 * is a fifth of the time. A bulk refers only to records that it has just found or made itself, in a transaction that no
 * other writer can enter, and its rows come from readers that let nothing else through; tests check the whole database
 * after imports of all kinds.
 */
export function setUpBulk(db: Db, { checks }: { checks: boolean }): () => void {
  const before = db.get<{ cache_size: number }>("PRAGMA cache_size")?.cache_size ?? -2000;
  db.run("PRAGMA foreign_keys = OFF");
  if (!checks) db.run("PRAGMA ignore_check_constraints = ON");
  db.script("PRAGMA cache_size = -" + cacheKb);
  // A statement with triggers keeps a copy of each page that it changes. But what sorts new indexes would be there as well.
  const willChange = db.get("SELECT 1 FROM contact LIMIT 1 OFFSET 5000") !== undefined;
  if (willChange) db.run("PRAGMA temp_store = MEMORY");
  return () => {
    if (willChange) db.run("PRAGMA temp_store = DEFAULT");
    db.script("PRAGMA cache_size = " + before);
    db.run("PRAGMA ignore_check_constraints = OFF");
    db.run("PRAGMA foreign_keys = ON");
  };
}

/** Runs a write of up to millions of rows. */
export async function inBulk<T>(db: Db, options: { checks: boolean }, work: () => Promise<T>): Promise<T> {
  const setBack = setUpBulk(db, options);
  const stopSyncing = syncLogEarly(db);
  try {
    const done = await work();
    emptyLog(db);
    return done;
  } finally {
    stopSyncing();
    setBack();
  }
}

/** Collects rows of one table, to be inserted many at a time. */
export interface RowBuffer {
  /** Takes the values of a row, in the order of the columns. */
  push(...values: Value[]): void;
  flush(): void;
}

/** Rows in one statement: more cost as much each, one alone costs twice as much. */
const rowsAtOnce = 50;

/** Binding values is what costs most: a value that all rows have is bound once. */
export function rowBuffer(db: Db, table: string, columns: readonly string[]): RowBuffer {
  const width = columns.length;
  // With the usual ABORT each statement would keep a copy of the pages that it changes. Nothing survives a failure here.
  const head = "INSERT OR ROLLBACK INTO " + table + " (" + columns.join(", ") + ") VALUES ";
  // It keeps its length: one that grows anew for each batch is copied again and again.
  const values: Value[] = [];
  let filled = 0;
  const flushMany = (rows: number) => {
    const common = columns.map((_, column) => isCommon(values, { column, width, rows }));
    const places = columns.map((name, column) => {
      if (common[column] !== true) return "?";
      return values[column] === null ? "NULL" : ":" + name;
    });
    const one = "(" + places.join(", ") + ")";
    const insert = db.prepare(head + Array(rowsAtOnce).fill(one).join(", "));
    const named = Object.fromEntries(
      columns.flatMap((name, column) =>
        places[column] === ":" + name ? [[name, values[column] ?? null]] : [],
      ),
    );
    const own = columns.flatMap((_, column) => (common[column] === true ? [] : [column]));
    const bound: Value[] = Array(own.length * rowsAtOnce).fill(null);
    for (let from = 0; from < rows; from += rowsAtOnce) {
      let at = 0;
      for (let row = from * width; row < (from + rowsAtOnce) * width; row += width) {
        for (const column of own) bound[at++] = values[row + column] ?? null;
      }
      insert.run(bound, named);
    }
  };
  return {
    push(...row) {
      for (const value of row) values[filled++] = value;
    },
    flush() {
      const rows = filled / width;
      const many = rows - (rows % rowsAtOnce);
      if (many > 0) flushMany(many);
      const single = head + "(" + columns.map(() => "?").join(", ") + ")";
      for (let at = many * width; at < filled; at += width) db.run(single, values.slice(at, at + width));
      filled = 0;
    },
  };
}

function isCommon(
  values: readonly Value[],
  { column, width, rows }: { column: number; width: number; rows: number },
): boolean {
  const first = values[column];
  for (let at = column; at < rows * width; at += width) if (values[at] !== first) return false;
  return true;
}

/** The next id of a table: above every one that is or has been in it. */
export function nextId(db: Db, table: string): number {
  const sql = "SELECT coalesce(max(seq), 0) + 1 AS id FROM sqlite_sequence WHERE name = ?";
  return db.get<{ id: number }>(sql, [table])?.id ?? 1;
}

/** Takes the secondary indexes of tables away, but those that are to stay; gives what makes them again. */
export function dropIndexes(db: Db, tables: readonly string[], stay: readonly string[]): () => void {
  const sql = `
    SELECT name, tbl_name AS "table", sql
    FROM sqlite_schema
    WHERE type = 'index' AND sql IS NOT NULL`;
  const indexes = db
    .all<{ name: string; table: string; sql: string }>(sql)
    .filter(({ name, table }) => tables.includes(table) && !stay.includes(name));
  // Each is one statement: what a file says that makes an index may go on with others.
  for (const { name } of indexes) db.run("DROP INDEX " + quoted(name));
  return () => {
    for (const index of indexes) db.run(index.sql);
  };
}

/** A set of small whole numbers, a bit each. */
export interface IdSet {
  has(id: number): boolean;
  add(id: number): void;
  /** All of them, the lowest first. */
  each(): Generator<number>;
}

export function idSet(): IdSet {
  let bits = new Uint8Array(1024);
  return {
    has: (id) => ((bits[id >> 3] ?? 0) & (1 << (id & 7))) !== 0,
    add(id) {
      const place = id >> 3;
      if (place >= bits.length) {
        const larger = new Uint8Array(Math.max(place + 1, bits.length * 2));
        larger.set(bits);
        bits = larger;
      }
      bits[place] = (bits[place] ?? 0) | (1 << (id & 7));
    },
    *each() {
      for (const [place, byte] of bits.entries()) {
        for (let bit = 0; byte >> bit > 0; bit++) if (byte & (1 << bit)) yield place * 8 + bit;
      }
    },
  };
}
