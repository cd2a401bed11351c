import { companyKey } from "../../values/name.ts";
import { nextId, rowBuffer } from "../bulk.ts";
import type { Db } from "../db.ts";
import type { Writing } from "../journal.ts";
import { keyTable, printOf } from "../key-table.ts";
import { tagIds } from "../tag.ts";
import { externalIds, ownByName } from "./known.ts";

/** Text that is cut out of a larger one keeps all of that in memory; a copy does not. */
function copy(text: string): string {
  return Buffer.from(text).toString();
}

/** What a file names again and again is looked up once; after so many names the memory of them starts anew. */
const remembered = 50_000;

/** The companies that an import names. */
export interface Companies {
  /** Undefined: there is none of that id or name. */
  find(name: string | null, key?: string | null): number | undefined;
  /** The company of that id or name (its legal form aside), made when there is none; it has the id from then on. */
  make(name: string, key?: string | null): number;
  /** The same where only the id is known: null when no company has it. */
  of(name: string | null, key: string | null): number | null;
  /** How many have been made. */
  made(): number;
  /** Writes those that wait for it. */
  write(): void;
}

interface CompaniesOptions {
  readonly at: string;
  readonly source: string;
  readonly writing: Pick<Writing, "watchInserts">;
  /** What is made waits for `write`, many rows at a time: until then nothing but this finds it. */
  readonly waits?: boolean;
  /**
   * The file is an export of ours: two names in it are two companies, whatever their legal forms, and a key is the
   * number of a company, which counts where that is called so here too.
   */
  readonly ownIds?: boolean | undefined;
}

export function companies(
  db: Db,
  { at, source, writing, waits = false, ownIds = false }: CompaniesOptions,
): Companies {
  const known = new Map<string, number>();
  const byKey = new Map<string, number>();
  const first = nextId(db, "company");
  const rows = newCompanies(db, { at, alikeBelow: ownIds ? first : Number.MAX_SAFE_INTEGER });
  let next = first;
  const ids = externalIds(db, "company", source);
  const keyed = (key: string): number | undefined => {
    const found = byKey.get(key) ?? ids.of(key);
    if (found !== undefined) remember(byKey, key, found);
    return found;
  };
  // Who is not there is looked for, and then made.
  let absent: { readonly name: string; readonly key: string } | undefined;
  const named = (name: string): number | undefined => {
    const remembers = known.get(name);
    if (remembers !== undefined) return remembers;
    if (absent?.name === name) return undefined;
    const key = companyKey(name);
    const found = rows.named(key, name);
    if (found === undefined) absent = { name, key };
    else remember(known, name, found);
    return found;
  };
  const insert = (name: string): number => {
    rows.add(next, name, absent?.name === name ? absent.key : companyKey(name));
    if (!waits) rows.write();
    absent = undefined;
    remember(known, name, next);
    return next++;
  };
  const numbered = (name: string | null, key: string | null | undefined) =>
    ownIds && key ? ownByName(db, "company", { ownId: Number(key), name }) : undefined;
  const find: Companies["find"] = (name, key) =>
    numbered(name, key) ??
    (key && !ownIds ? keyed(key) : undefined) ??
    (name === null ? undefined : named(name));
  const make: Companies["make"] = (name, key) => {
    if (!key || ownIds) return numbered(name, key) ?? named(name) ?? insert(name);
    const has = keyed(key);
    if (has !== undefined) return has;
    const id = named(name) ?? insert(name);
    // What an older company gets is journaled only while inserts are watched.
    if (id < first) writing.watchInserts(true);
    ids.keep(id, key);
    remember(byKey, key, id);
    return id;
  };
  return {
    find,
    make,
    of(name, key) {
      if (name !== null) return make(name, key);
      return key === null || ownIds ? null : (keyed(key) ?? null);
    },
    made: () => next - first,
    write: rows.write,
  };
}

/** Enough for the companies of some hundred thousand contacts; with more of them each name is asked for. */
const slots = 200_000;
/** New companies are written so many at a time. */
const together = 1000;

/**
 * Collects new companies. Where none were there before, most names that come are known to be new without asking. From
 * the id `alikeBelow` on a company is known by its exact name only.
 */
function newCompanies(db: Db, { at, alikeBelow }: { at: string; alikeBelow: number }) {
  const buffer = rowBuffer(db, "company", ["id", "name", "name_key", "created_at", "updated_at"]);
  const isFirst = db.get("SELECT 1 FROM company LIMIT 1") === undefined;
  const made = isFirst ? keyTable(slots, 4000) : undefined;
  const isNew = (key: string) => made?.isFull() === false && !made.has(0, printOf(key));
  let waiting = 0;
  const write = () => {
    if (waiting > 0) buffer.flush();
    waiting = 0;
  };
  return {
    /** By name as it is compared; of several the one that is written so. */
    named(key: string, name: string): number | undefined {
      if (isNew(key)) return undefined;
      write();
      const sql = `
        SELECT id
        FROM company
        WHERE name_key = :key AND (id < :alikeBelow OR name = :name)
        ORDER BY name <> :name, id
        LIMIT 1`;
      return db.get<{ id: number }>(sql, { key, name, alikeBelow })?.id;
    },
    add(id: number, name: string, key: string): void {
      buffer.push(id, name, key, at, at);
      if (made?.isFull() === false) made.add(0, printOf(key), id);
      waiting++;
      if (waiting === together) write();
    },
    write,
  };
}

/** Gives the ids of tags by their names, made when they are new. */
export function tags(db: Db): (name: string) => number {
  const known = new Map<string, number>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const id = tagIds(db, [name])[0]!;
    remember(known, name, id);
    return id;
  };
}

function remember(known: Map<string, number>, name: string, id: number): void {
  if (known.size >= remembered) known.clear();
  known.set(copy(name), id);
}
