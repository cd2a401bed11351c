import { companyKey } from "../../values/name.ts";
import { nextId } from "../bulk.ts";
import type { Db } from "../db.ts";
import type { Writing } from "../journal.ts";
import { tagIds } from "../tag.ts";
import { externalIds } from "./known.ts";

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
}

export function companies(
  db: Db,
  { at, source, writing }: { at: string; source: string; writing: Pick<Writing, "watchInserts"> },
): Companies {
  const known = new Map<string, number>();
  const byKey = new Map<string, number>();
  const first = nextId(db, "company");
  let next = first;
  let made = 0;
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
    const sql = "SELECT id FROM company WHERE name_key = ? ORDER BY id LIMIT 1";
    const key = companyKey(name);
    const found = db.get<{ id: number }>(sql, [key])?.id;
    if (found === undefined) absent = { name, key };
    else remember(known, name, found);
    return found;
  };
  const insert = (name: string): number => {
    const sql = "INSERT INTO company (id, name, name_key, created_at, updated_at) VALUES (?, ?, ?, ?, ?)";
    db.run(sql, [next, name, absent?.name === name ? absent.key : companyKey(name), at, at]);
    absent = undefined;
    remember(known, name, next);
    made++;
    return next++;
  };
  const find: Companies["find"] = (name, key) =>
    (key ? keyed(key) : undefined) ?? (name === null ? undefined : named(name));
  const make: Companies["make"] = (name, key) => {
    if (!key) return named(name) ?? insert(name);
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
      return key === null ? null : (keyed(key) ?? null);
    },
    made: () => made,
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
