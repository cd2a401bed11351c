import { dropIndexes } from "./bulk.ts";
import type { Db } from "./db.ts";
import { type KeyTable, keyTable } from "./key-table.ts";

/** What a row can be recognised by. */
export const matchKeys = ["external", "email", "phone", "name"] as const;
export type MatchKey = (typeof matchKeys)[number];

/** What a contact or a row has besides its name: a sum of these. */
export const has = { external: 1, email: 2, phone: 4 } as const;

export interface NamedRow {
  /** Empty: there is no name, only a company. */
  readonly nameKey: string;
  /** Null: the row names no company. */
  readonly companyId: number | null;
  readonly kinds: number;
}

/** The keys by which contacts are found, those of this import included. */
export interface ContactKeys {
  /** True: nobody has any of these keys, for sure. Undefined as company: one that is not there yet. */
  isNew(keys: Keys, named: Omit<NamedRow, "companyId"> & { companyId: number | null | undefined }): boolean;
  external(key: string): number | undefined;
  emails(key: string): readonly number[];
  phones(key: string): readonly number[];
  named(row: NamedRow): number | undefined;
  /** Everybody of that name, whatever else they have; not while the keys are in memory. */
  namesakes(nameKey: string): readonly number[];
  /** A contact has these keys from now on. */
  note(id: number, keys: Keys, named: NamedRow): void;
  /** What was noted is in the database now; `created` counts the contacts that this import has made so far. */
  written(created: number): void;
  /** Puts everything back as it was: call it before the commit. */
  end(): void;
}

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

const kind = { external: 1, email: 2, phone: 3, name: 4 } as const;

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
 * fair part of all there are, the keys move to a table in memory of fixed size, which answers "nobody" at once, and
 * the indexes are made anew at the end from sorted keys: filling them in the order of the file would cost several
 * times as much, above all where the keys come in no order. When the table is full it goes back to the indexes.
 */
export function contactKeys(db: Db, options: KeysOptions): ContactKeys {
  const { source, write, unwritten, memoryFrom = 1000, slots = 6_000_000 } = options;
  const existing = db.get<{ n: number }>("SELECT count(*) AS n FROM contact")!.n;
  const pending = new Set<string>();
  let memory: KeyTable | undefined;
  let canMove = true;
  let putBack = () => {};

  const ready = (mark: string) => {
    if (pending.has(mark)) write();
  };
  /** Candidates of the table, after writing those that are not written yet. */
  const candidates = (table: KeyTable, of: number, key: string): readonly number[] => {
    const ids = table.candidates(of, key);
    if (ids.length > 0 && ids.some((id) => id >= unwritten())) write();
    return ids;
  };
  const owners = (of: "email" | "phone", key: string): readonly number[] => {
    if (memory !== undefined) return candidates(memory, kind[of], key).filter((id) => owns(db, of, id, key));
    ready(of + key);
    return db.all<{ id: number }>(ownersSql[of], [key]).map(({ id }) => id);
  };
  const leaveMemory = () => {
    memory = undefined;
    putBack();
    putBack = () => {};
  };
  return {
    external(key) {
      if (memory !== undefined && candidates(memory, kind.external, key).length === 0) return undefined;
      if (memory === undefined) ready("external" + key);
      return db.get<{ id: number }>(externalSql, [source, key])?.id;
    },
    emails: (key) => owners("email", key),
    phones: (key) => owners("phone", key),
    named(row) {
      if (row.nameKey === "" && row.kinds !== 0) return undefined;
      const params = namedParams(row, source);
      const table = memory;
      if (table === undefined) {
        ready("name" + row.nameKey);
        return db.get<{ id: number }>(row.nameKey === "" ? namelessSql : namedSql, params)?.id;
      }
      const ids = classesFor(row).flatMap((kinds) => candidates(table, nameKind(kinds, row), row.nameKey));
      const fits = ids.filter((id) => db.get(namedByIdSql, { ...params, id }) !== undefined);
      return fits.length === 0 ? undefined : Math.min(...fits);
    },
    namesakes(nameKey) {
      ready("name" + nameKey);
      return db.all<{ id: number }>(namesakesSql, [nameKey]).map(({ id }) => id);
    },
    isNew({ externalId, emails, phones }, { nameKey, companyId, kinds }) {
      if (memory === undefined) return false;
      if (externalId !== null && memory.has(kind.external, externalId)) return false;
      for (const { key } of emails) if (memory.has(kind.email, key)) return false;
      for (const { key } of phones) if (memory.has(kind.phone, key)) return false;
      if (companyId === undefined || (nameKey === "" && kinds !== 0)) return true;
      for (const other of classesFor({ nameKey, companyId, kinds })) {
        if (memory.has(nameKind(other, { companyId }), nameKey)) return false;
      }
      return true;
    },
    note(id, { externalId, emails, phones }, named) {
      if (memory === undefined) {
        if (id < unwritten()) return;
        if (externalId !== null) pending.add("external" + externalId);
        for (const { key } of emails) pending.add("email" + key);
        for (const { key } of phones) pending.add("phone" + key);
        pending.add("name" + named.nameKey);
        return;
      }
      if (externalId !== null) memory.add(kind.external, externalId, id);
      for (const { key } of emails) memory.add(kind.email, key, id);
      for (const { key } of phones) memory.add(kind.phone, key, id);
      memory.add(nameKind(named.kinds, named), named.nameKey, id);
    },
    written(created) {
      pending.clear();
      if (memory?.isFull()) leaveMemory();
      if (!canMove || created < memoryFrom || created * 4 < existing) return;
      canMove = false;
      if ((existing + created) * keysEach > slots * 0.6) return;
      memory = keyTable(slots);
      load(db, memory, source);
      putBack = dropIndexes(db, tables, stay);
    },
    end: leaveMemory,
  };
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

/**
 * Whether a contact of the same name and company can be who the row is about. What both have of the same kind speaks
 * against it, or the row would have been found by it: an external id, an email; without a company, anything the
 * contact has, unless the row has nothing but the name.
 */
const canBeSql = `
  (
    (:companyId IS NULL AND NOT EXISTS (SELECT 1 FROM employment WHERE contact_id = contact.id))
    OR EXISTS (SELECT 1 FROM employment WHERE contact_id = contact.id AND company_id = :companyId))
  AND (:noExternal = 0 OR NOT EXISTS (
    SELECT 1 FROM external_id WHERE noun = 'contact' AND record_id = contact.id AND source = :source))
  AND (:noEmail = 0 OR NOT EXISTS (SELECT 1 FROM contact_email WHERE contact_id = contact.id))
  AND (:noPhone = 0 OR NOT EXISTS (SELECT 1 FROM contact_phone WHERE contact_id = contact.id))`;
const namedSql = "SELECT id FROM contact WHERE name_key = :nameKey AND " + canBeSql + " ORDER BY id LIMIT 1";
const namedByIdSql =
  "SELECT id FROM contact WHERE id = :id AND coalesce(name_key, '') = :nameKey AND " + canBeSql;
const namelessSql =
  `
  SELECT id
  FROM contact
  WHERE id IN (SELECT contact_id FROM employment WHERE company_id = :companyId)
    AND coalesce(name_key, '') = :nameKey
    AND ` +
  canBeSql +
  " ORDER BY id LIMIT 1";

/** Kinds that a contact must have none of to be who the row is about. */
function mustLack({ nameKey, companyId, kinds }: NamedRow): number {
  if (nameKey === "") return has.external | has.email | has.phone;
  if (companyId !== null) return kinds & (has.external | has.email);
  return kinds === 0 ? 0 : has.external | has.email | has.phone;
}

function namedParams(row: NamedRow, source: string) {
  const lack = mustLack(row);
  return {
    nameKey: row.nameKey,
    companyId: row.companyId,
    source,
    noExternal: lack & has.external,
    noEmail: lack & has.email,
    noPhone: lack & has.phone,
  };
}

const classes = [0, 1, 2, 3, 4, 5, 6, 7];
const withoutAny = classes.map((lack) => classes.filter((kinds) => (kinds & lack) === 0));

/** What a contact that can be who the row is about may have. */
function classesFor(row: NamedRow): readonly number[] {
  return withoutAny[mustLack(row)]!;
}

/** Names are told apart by what their contacts have and where they work. */
function nameKind(kinds: number, { companyId }: Pick<NamedRow, "companyId">): number {
  return kind.name + 8 * kinds + 64 * (companyId ?? 0);
}

/** An id, an email, a phone and a name. */
const keysEach = 4;
const portion = 5000;

/** Fills the table with the keys of all contacts that there are. */
function load(db: Db, memory: KeyTable, source: string): void {
  const parts = [
    [kind.email, "SELECT contact_id AS id, email_key AS key FROM contact_email"],
    [kind.phone, "SELECT contact_id AS id, phone_key AS key FROM contact_phone"],
  ] as const;
  for (const [of, sql] of parts) {
    for (const { id, key } of db.prepare(sql).iterate<{ id: number; key: string }>()) memory.add(of, key, id);
  }
  const external = "SELECT record_id AS id, key FROM external_id WHERE noun = 'contact' AND source = ?";
  for (const { id, key } of db.prepare(external).iterate<{ id: number; key: string }>([source])) {
    memory.add(kind.external, key, id);
  }
  loadNames(db, memory, source);
}

function loadNames(db: Db, memory: KeyTable, source: string): void {
  const sql = `
    SELECT
      contact.id, coalesce(name_key, '') AS nameKey, employment.company_id AS companyId,
      CASE WHEN EXISTS (
        SELECT 1 FROM external_id WHERE noun = 'contact' AND record_id = contact.id AND source = :source
      ) THEN 1 ELSE 0 END
      + CASE WHEN EXISTS (SELECT 1 FROM contact_email WHERE contact_id = contact.id) THEN 2 ELSE 0 END
      + CASE WHEN EXISTS (SELECT 1 FROM contact_phone WHERE contact_id = contact.id) THEN 4 ELSE 0 END AS kinds
    FROM contact
    LEFT JOIN employment ON employment.contact_id = contact.id
    WHERE contact.id > :after AND contact.id <= :last`;
  const top = db.get<{ id: number | null }>("SELECT max(id) AS id FROM contact")?.id ?? 0;
  for (let after = 0; after < top; after += portion) {
    const rows = db.all<NamedRow & { id: number }>(sql, { source, after, last: after + portion });
    for (const row of rows) memory.add(nameKind(row.kinds, row), row.nameKey, row.id);
  }
}
