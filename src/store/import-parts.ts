import { companyKey } from "../values/name.ts";
import { nextId } from "./bulk.ts";
import type { Db } from "./db.ts";
import { tagIds } from "./tag.ts";

/** Text that is cut out of a larger one keeps all of that in memory; a copy does not. */
function copy(text: string): string {
  return Buffer.from(text).toString();
}

/** What a file names again and again is looked up once; after so many names the memory of them starts anew. */
const remembered = 50_000;

/** The companies that an import names. */
export interface Companies {
  /** Undefined: there is none of that name. */
  find(name: string): number | undefined;
  /** The company of that name (its legal form aside), made when there is none. */
  make(name: string): number;
  /** How many have been made. */
  made(): number;
}

export function companies(db: Db, at: string): Companies {
  const known = new Map<string, number>();
  let next = nextId(db, "company");
  let made = 0;
  const find = (name: string): number | undefined => {
    const remembers = known.get(name);
    if (remembers !== undefined) return remembers;
    const sql = "SELECT id FROM company WHERE name_key = ? ORDER BY id LIMIT 1";
    const found = db.get<{ id: number }>(sql, [companyKey(name)])?.id;
    if (found !== undefined) remember(known, name, found);
    return found;
  };
  return {
    find,
    make(name) {
      const found = find(name);
      if (found !== undefined) return found;
      const sql = "INSERT INTO company (id, name, name_key, created_at, updated_at) VALUES (?, ?, ?, ?, ?)";
      db.run(sql, [next, name, companyKey(name), at, at]);
      remember(known, name, next);
      made++;
      return next++;
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
