import type { Db, Value } from "./db.ts";

/** Kilobytes of pages kept in memory while a bulk is written: the ends of all tables, where it appends, are in it. */
const cacheKb = 32_000;

/**
 * Sets the connection up for a write of up to millions of rows, which begins after this, and back again after it.
 * Foreign keys are not looked up row by row (a fifth of the time): a bulk refers only to records that it has just
 * found or made itself, in a transaction that no other writer can enter; a test checks all references afterwards.
 */
export async function inBulk<T>(db: Db, work: () => Promise<T>): Promise<T> {
  const before = db.get<{ cache_size: number }>("PRAGMA cache_size")?.cache_size ?? -2000;
  db.run("PRAGMA foreign_keys = OFF");
  db.script("PRAGMA cache_size = -" + cacheKb);
  try {
    const done = await work();
    if (db.path !== ":memory:") db.get("PRAGMA wal_checkpoint(TRUNCATE)");
    return done;
  } finally {
    db.script("PRAGMA cache_size = " + before);
    db.run("PRAGMA foreign_keys = ON");
  }
}

/** Collects rows of one table, to be inserted many at a time. */
export interface RowBuffer {
  add(...row: readonly Value[]): void;
  flush(): void;
}

/** Rows in one statement: more cost as much each, one alone costs twice as much. */
const rowsAtOnce = 50;

/** `head` is the statement up to VALUES, `width` the number of its columns. */
export function rowBuffer(db: Db, head: string, width: number): RowBuffer {
  const one = "(" + Array(width).fill("?").join(", ") + ")";
  const single = head + " VALUES " + one;
  const many = head + " VALUES " + Array(rowsAtOnce).fill(one).join(", ");
  const step = rowsAtOnce * width;
  let values: Value[] = [];
  return {
    add(...row) {
      for (let at = 0; at < width; at++) values.push(row[at]!);
    },
    flush() {
      let from = 0;
      for (; from + step <= values.length; from += step) db.run(many, values.slice(from, from + step));
      for (; from < values.length; from += width) db.run(single, values.slice(from, from + width));
      values = [];
    },
  };
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
  for (const { name } of indexes) db.script("DROP INDEX " + name);
  return () => {
    for (const index of indexes) db.script(index.sql);
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
