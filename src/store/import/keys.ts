import { dropIndexes } from "../bulk.ts";
import type { Db } from "../db.ts";
import { type KeyTable, keyTable, type Print, printOf } from "../key-table.ts";
import { addNames, keysEach, kind, loadKeys } from "./keys-load.ts";
import {
  classesFor,
  type NamedRow,
  namedByIdSql,
  namedParams,
  namedSql,
  nameKind,
  namelessSql,
} from "./named.ts";

/** What a row can be recognised by. */
export const matchKeys = ["external", "email", "phone", "name"] as const;
export type MatchKey = (typeof matchKeys)[number];

/** The keys by which contacts are found, those of this import included. */
export interface ContactKeys {
  /** True: nobody has any of these keys, for sure. Undefined as company: one that is not there yet. */
  isNew(keys: Keys, named: Omit<NamedRow, "companyId"> & { companyId: number | null | undefined }): boolean;
  external(key: string): number | undefined;
  emails(key: string): readonly number[];
  phones(key: string): readonly number[];
  /** The lowest of them; with `free`, all that it lets through. */
  named(row: NamedRow, free?: Free): readonly number[];
  /** Everybody of that name, whatever else they have; not while the keys are in memory. */
  namesakes(nameKey: string): readonly number[];
  /** A contact has these keys from now on. */
  note(id: number, keys: Keys, named: NamedRow): void;
  /** A row has changed a contact that is written: it has these keys too, and its name stands beside other ones now. */
  changed(id: number, keys: Keys): void;
  /** What was noted is in the database now; `created` counts the contacts that this import has made so far. */
  written(created: number): void;
  /** Puts everything back as it was: call it before the commit. */
  end(): void;
}

/** Those of some contacts that are not somebody else already. */
type Free = (ids: readonly number[]) => readonly number[];

export interface Keys {
  readonly externalId: string | null;
  readonly emails: readonly { readonly key: string }[];
  readonly phones: readonly { readonly key: string }[];
}

export interface KeysOptions {
  readonly source: string;
  /** Writes what is still to be written: a key of it is asked for. */
  readonly write: () => void;
  /** Ids from here on may not have been written yet. */
  readonly unwritten: () => number;
  /** From so many new contacts on the keys are kept in memory. */
  readonly memoryFrom?: number;
  readonly slots?: number;
}

const all: Free = (ids) => ids;

/** Enough for some 15,000 contacts. */
const firstSlots = 100_000;

/** Indexes that are not missed while the keys are in memory; the other ones are used or cost nothing to keep. */
const stay = ["external_id_by_record"];
const tables = [
  "contact",
  "contact_email",
  "contact_phone",
  "contact_tag",
  "employment",
  "lifecycle_change",
  "external_id",
];

/**
 * Finds contacts by their keys: by the indexes of the database at first. Once an import has made many contacts, and a
 * fair part of all there are, the keys move to a table in memory of limited size, which answers "nobody" at once, and
 * the indexes are made anew at the end from sorted keys: filling them in the order of the file would cost several
 * times as much, above all where the keys come in no order. When the table is full it goes back to the indexes.
 */
export function contactKeys(db: Db, options: KeysOptions): ContactKeys {
  const { source, write, unwritten, memoryFrom = 1000, slots = 6_000_000 } = options;
  const existing = db.get<{ n: number }>("SELECT count(*) AS n FROM contact")!.n;
  const pending = new Set<string>();
  const inMemory = () => {
    const made = keyTable(slots, Math.min(slots, firstSlots));
    loadKeys(db, made, source);
    return made;
  };
  // Where nobody is there, nothing but what comes need be looked up from the first one on.
  let memory = existing === 0 && memoryFrom < Number.POSITIVE_INFINITY ? inMemory() : undefined;
  let canMove = true;
  let putBack = () => {};
  const prints = lastPrints();

  const ready = (mark: string) => {
    if (pending.has(mark)) write();
  };
  /** Candidates of the table, after writing those that are not written yet. */
  const candidates = (table: KeyTable, of: number, key: Print, free: Free = all): readonly number[] => {
    const ids = free(table.candidates(of, key));
    if (ids.length > 0 && ids.some((id) => id >= unwritten())) write();
    return ids;
  };
  const owners = (of: "email" | "phone", key: string): readonly number[] => {
    if (memory !== undefined) {
      return candidates(memory, kind[of], printOf(key)).filter((id) => owns(db, of, id, key));
    }
    ready(of + key);
    return db.all<{ id: number }>(ownersSql[of], [key]).map(({ id }) => id);
  };
  const leaveMemory = () => {
    memory = undefined;
    canMove = false;
    putBack();
    putBack = () => {};
  };
  return {
    external(key) {
      if (memory !== undefined && candidates(memory, kind.external, printOf(key)).length === 0)
        return undefined;
      if (memory === undefined) ready("external" + key);
      return db.get<{ id: number }>(externalSql, [source, key])?.id;
    },
    emails: (key) => owners("email", key),
    phones: (key) => owners("phone", key),
    named(row, free) {
      if (row.nameKey === "" && row.kinds !== 0) return [];
      const params = namedParams(row, source);
      const table = memory;
      if (table === undefined) {
        ready("name" + row.nameKey);
        const sql = row.nameKey === "" ? namelessSql : namedSql;
        const found =
          free === undefined
            ? [db.get<{ id: number }>(sql + " LIMIT 1", params)]
            : db.all<{ id: number }>(sql, params);
        return (free ?? all)(found.flatMap((one) => one?.id ?? []));
      }
      const name = printOf(row.nameKey);
      const ids = classesFor(row).flatMap((kinds) => candidates(table, nameKind(kinds, row), name, free));
      const fits = ids.filter((id) => db.get(namedByIdSql, { ...params, id }) !== undefined);
      const ordered = [...new Set(fits)].sort((a, b) => a - b);
      return free === undefined ? ordered.slice(0, 1) : ordered;
    },
    namesakes(nameKey) {
      ready("name" + nameKey);
      return db.all<{ id: number }>(namesakesSql, [nameKey]).map(({ id }) => id);
    },
    isNew(keys, { nameKey, companyId, kinds }) {
      if (memory === undefined) return false;
      const { external, emails, phones, name } = prints(keys, nameKey);
      if (external !== undefined && memory.has(kind.external, external)) return false;
      for (const email of emails) if (memory.has(kind.email, email)) return false;
      for (const phone of phones) if (memory.has(kind.phone, phone)) return false;
      if (companyId === undefined || (nameKey === "" && kinds !== 0)) return true;
      for (const other of classesFor({ nameKey, companyId, kinds })) {
        if (memory.has(nameKind(other, { companyId }), name)) return false;
      }
      return true;
    },
    note(id, keys, named) {
      if (memory === undefined) {
        if (id >= unwritten()) for (const mark of marksOf(keys, named)) pending.add(mark);
        return;
      }
      const found = prints(keys, named.nameKey);
      addPrints(memory, id, found);
      memory.add(nameKind(named.kinds, named), found.name, id);
    },
    changed(id, keys) {
      if (memory === undefined) return;
      addPrints(memory, id, printsOf(keys, ""));
      addNames(db, memory, { source, after: id - 1, last: id });
      if (!memory.isFull()) return;
      write();
      leaveMemory();
    },
    written(created) {
      pending.clear();
      if (memory?.isFull()) leaveMemory();
      if (!canMove || created < memoryFrom || created * 4 < existing) return;
      canMove = false;
      if ((existing + created) * keysEach > slots * 0.6) return;
      memory ??= inMemory();
      putBack = dropIndexes(db, tables, stay);
    },
    end: leaveMemory,
  };
}

/** Of a row that is new the keys are asked for and then noted: its prints are made once. */
function lastPrints() {
  let last: Keys | undefined;
  let found = printsOf({ externalId: null, emails: [], phones: [] }, "");
  return (keys: Keys, nameKey: string) => {
    if (keys !== last) found = printsOf(keys, nameKey);
    last = keys;
    return found;
  };
}

function printsOf({ externalId, emails, phones }: Keys, nameKey: string) {
  return {
    external: externalId === null ? undefined : printOf(externalId),
    emails: emails.map(({ key }) => printOf(key)),
    phones: phones.map(({ key }) => printOf(key)),
    name: printOf(nameKey),
  };
}

function addPrints(memory: KeyTable, id: number, { external, emails, phones }: ReturnType<typeof printsOf>) {
  if (external !== undefined) memory.add(kind.external, external, id);
  for (const email of emails) memory.add(kind.email, email, id);
  for (const phone of phones) memory.add(kind.phone, phone, id);
}

function marksOf({ externalId, emails, phones }: Keys, { nameKey }: NamedRow): string[] {
  return [
    ...(externalId === null ? [] : ["external" + externalId]),
    ...emails.map(({ key }) => "email" + key),
    ...phones.map(({ key }) => "phone" + key),
    "name" + nameKey,
  ];
}

const externalSql =
  "SELECT record_id AS id FROM external_id WHERE noun = 'contact' AND source = ? AND key = ?";
/** A switchboard may have hundreds of owners; more of them would tell nothing more. */
const ownersSql = {
  email: "SELECT contact_id AS id FROM contact_email WHERE email_key = ? ORDER BY contact_id LIMIT 100",
  phone: "SELECT contact_id AS id FROM contact_phone WHERE phone_key = ? ORDER BY contact_id LIMIT 100",
};
const namesakesSql = "SELECT id FROM contact WHERE name_key = ? ORDER BY id LIMIT 20";
const ownsSql = {
  email: "SELECT 1 FROM contact_email WHERE contact_id = ? AND email_key = ?",
  phone: "SELECT 1 FROM contact_phone WHERE contact_id = ? AND phone_key = ?",
};

function owns(db: Db, of: "email" | "phone", id: number, key: string): boolean {
  return db.get(ownsSql[of], [id, key]) !== undefined;
}
