import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Db, openDb } from "../../../src/store/db.ts";
import { contactSink, type ImportedContact } from "../../../src/store/import/contacts.ts";
import { canBeSame } from "../../../src/store/import/identity.ts";
import { matchKeys } from "../../../src/store/import/keys.ts";
import { companies } from "../../../src/store/import/parts.ts";
import { beginWrite } from "../../../src/store/journal.ts";
import { keyTable, printOf } from "../../../src/store/key-table.ts";
import { foldName } from "../../../src/values/name.ts";
import { dump } from "../../support/dump.ts";

const at = "2026-11-21T09:00:00Z";

interface Row {
  readonly id: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly company: string | null;
}

function contactOf({ id, name, email, phone, company }: Row): ImportedContact {
  const nothing = { birthday: null, language: null, lifecycle: null, source: null, owner: null, note: null };
  return {
    ...nothing,
    externalId: id,
    name,
    firstName: name,
    lastName: null,
    nameKey: name === null ? null : foldName(name),
    createdAt: null,
    emails: email === null ? [] : [{ email, key: email, label: null }],
    phones: phone === null ? [] : [{ phone, e164: null, key: phone, label: null }],
    addresses: [],
    links: [],
    company,
    companyKey: null,
    alsoAt: [],
    role: null,
    department: null,
    tags: [],
    refuses: [],
    inTouch: null,
    extras: [],
  };
}

/** Few values, so that rows of one file are often about the same person. */
const some = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: null });
const row: fc.Arbitrary<Row> = fc
  .record({
    id: some("K1", "K2", "K3"),
    name: some("Jane Roe", "J. Roe", "Tom Okafor"),
    email: some("jane@acme.example", "tom@okafor.example"),
    phone: some("4930901820", "4930901821"),
    company: some("Acme", "Acme GmbH", "Nord"),
  })
  .filter(({ name, email, phone, company }) => (name ?? email ?? phone ?? company) !== null);
const rows = fc.array(row, { maxLength: 12 });

/**
 * What each row of a file became. With `memoryFrom` 0 the keys move to memory after the first new contact, if they were
 * not there from the beginning; with an infinite one never, and companies are written one by one.
 */
function take(db: Db, file: readonly Row[], memoryFrom: number, slots = 5000): string[] {
  const writing = beginWrite(db, {
    at,
    user: "me",
    command: "import",
    commandLine: "crm import",
    bulk: true,
  });
  const options = {
    at,
    today: "2026-11-21",
    dayOf: (instant: string) => instant.slice(0, 10),
    source: "csv",
    match: matchKeys,
    onMatch: "update",
  } as const;
  const keys = { memoryFrom, slots };
  const sink = contactSink(db, {
    ...options,
    writing,
    companies: companies(db, { ...options, writing, waits: memoryFrom < Number.POSITIVE_INFINITY }),
    keys,
  });
  const outcomes = file.map((each) => {
    try {
      const { id, outcome } = sink.take(contactOf(each));
      if (memoryFrom === 0) sink.write();
      return outcome + " " + id;
    } catch (error) {
      return String(error);
    }
  });
  sink.end();
  writing.commit();
  return outcomes;
}

function takeAll(files: readonly (readonly Row[])[], memoryFrom: number) {
  const db = openDb({ path: ":memory:", mode: "write", busyMs: 0 });
  const outcomes = files.map((file) => take(db, file, memoryFrom));
  const schema = db.all("SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name");
  const search = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid";
  const found = ["jane", "roe", "okafor", "acme", "nord"].map((word) => db.all(search, [word]));
  const state = { outcomes, tables: dump(db), schema, found, broken: db.all("PRAGMA foreign_key_check") };
  db.close();
  return state;
}

describe("contacts are recognised", () => {
  it("by keys in memory as by the indexes, which are there again afterwards", () => {
    fc.assert(
      fc.property(rows, rows, (one, two) => {
        const byIndex = takeAll([one, two], Number.POSITIVE_INFINITY);
        expect(takeAll([one, two], 0)).toEqual(byIndex);
        expect(takeAll([one, two], 1000)).toEqual(byIndex);
        expect(byIndex.broken).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it("by a company that another row has given to the name", () => {
    const row = { id: null, email: null, phone: null, company: null, name: null };
    const file = [
      { ...row, name: "J. Roe", phone: "4930901820" },
      { ...row, phone: "4930901820", company: "Nord" },
      { ...row, name: "J. Roe", company: "Nord" },
    ];
    expect(takeAll([file], 0)).toEqual(takeAll([file], Number.POSITIVE_INFINITY));
    expect(takeAll([file], 0).outcomes).toEqual([["created 1", "merged 1", "merged 1"]]);
  });

  it("when other rows have given so many keys that the memory of them is full", () => {
    const jane = { id: null, name: "Jane Roe", phone: "4930901820", company: null };
    const file = Array.from({ length: 150 }, (_, n) => ({ ...jane, email: "jane" + n + "@acme.example" }));
    const db = openDb({ path: ":memory:", mode: "write", busyMs: 0 });
    const outcomes = take(db, [...file, file[0]!, file[149]!], 0, 100);
    expect(outcomes).toEqual(["created 1", ...Array(151).fill("merged 1")]);
    expect(db.get("SELECT 1 FROM sqlite_schema WHERE name = 'contact_email_by_key'")).toBeDefined();
    db.close();
  });

  it("in a second run of the same file, which then changes nothing", () => {
    fc.assert(
      fc.property(rows, (file) => {
        const db = openDb({ path: ":memory:", mode: "write", busyMs: 0 });
        const first = take(db, file, Number.POSITIVE_INFINITY);
        // A contradiction ends a real import, so only files without one have a second run.
        if (first.some((outcome) => outcome.startsWith("UserError"))) return db.close();
        const before = dump(db);
        const second = take(db, file, Number.POSITIVE_INFINITY);
        expect(second.filter((outcome) => !/^(unchanged|merged)/.test(outcome))).toEqual([]);
        expect(dump(db)).toEqual(before);
        db.close();
      }),
      { numRuns: 80 },
    );
  });
});

describe("two names", () => {
  it.each([
    ["jane roe", "jane roe", true],
    ["j. roe", "jane roe", true],
    ["jane m roe", "jane mary roe", true],
    ["jane roe", null, true],
    ["jane roe", "john roe", false],
    ["jane roe", "jane roe weber", false],
    ["j. roe", "tom okafor", false],
  ])("%s and %s can be one person's: %s", (a, b, can) => {
    expect(canBeSame(a, b)).toBe(can);
    expect(canBeSame(b, a)).toBe(can);
  });
});

describe("the table of keys", () => {
  it("gives whoever may have a key, and nobody for a key that was never added", () => {
    const table = keyTable(1000);
    for (let id = 1; id <= 500; id++) table.add(1, printOf("p" + (id % 250) + "@mail.example"), id);
    expect(table.candidates(1, printOf("p7@mail.example"))).toEqual([7, 257]);
    expect(table.has(1, printOf("p7@mail.example"))).toBe(true);
    expect(table.has(2, printOf("p7@mail.example"))).toBe(false);
    expect(table.has(1, printOf("p250@mail.example"))).toBe(false);
    expect(table.isFull()).toBe(false);
    for (let id = 501; id <= 800; id++) table.add(1, printOf("q" + id), id);
    expect(table.isFull()).toBe(true);
  });

  it("keeps a key of a record once, however often it is added", () => {
    const table = keyTable(10);
    for (let n = 0; n < 9; n++) table.add(1, printOf("jane@acme.example"), 1);
    expect(table.candidates(1, printOf("jane@acme.example"))).toEqual([1]);
    expect(table.isFull()).toBe(false);
  });

  it("keeps what it has when it grows", () => {
    const table = keyTable(2000, 10);
    for (let id = 1; id <= 1000; id++) table.add(id % 3, printOf("p" + id), id);
    const lost = Array.from({ length: 1000 }, (_, at) => at + 1).filter(
      (id) => !table.candidates(id % 3, printOf("p" + id)).includes(id),
    );
    expect(lost).toEqual([]);
    expect(table.isFull()).toBe(false);
  });
});
