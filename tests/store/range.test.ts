import { describe, expect, it } from "vitest";
import { unwatchTables, watchTables } from "../../src/store/journal/triggers.ts";
import { type Crm, setupCrm } from "../support/crm.ts";
import { dump } from "../support/dump.ts";

const many = 2500;

/** So many people with parts of every kind, the first of whom is there already. */
async function importMany(crm: Crm): Promise<void> {
  const rows = Array.from({ length: many }, (_, i) => {
    const reach = `p${i}@mail.example,+49 30 ${1_000_000 + i}`;
    return `C${i},Jane,Roe ${i},${reach},Firm ${i % 50},Berlin,"vip; t${i % 7}",https://p${i}.example,"says ""hi"" ${i}"`;
  });
  const header = "id,first_name,last_name,email,phone,company,city,tags,website,note";
  const { code, err } = await crm.withInput([header, ...rows, ""].join("\n"), "import", "contacts", "-");
  if (code !== 0) throw new Error(err);
}

async function withMany(): Promise<Crm> {
  const crm = setupCrm();
  await crm("contact", "add", "Jane Roe 0", "--email", "p0@mail.example", "--tag", "old");
  return crm;
}

describe("a large import", () => {
  it("is taken back and done again exactly, as often as one likes", async () => {
    const crm = await withMany();
    const before = dump(crm.db);
    await importMany(crm);
    const after = dump(crm.db);
    for (const _ of [1, 2]) {
      expect(await crm("undo")).toMatchObject({ code: 0 });
      expect(dump(crm.db)).toEqual(before);
      expect(await crm.json("find", "p77@mail.example")).toEqual([]);
      expect(await crm("redo")).toMatchObject({ code: 0 });
      expect(dump(crm.db)).toEqual(after);
      expect(await crm.json("find", "p77@mail.example")).toHaveLength(1);
      expect(await crm.json("find", "1000077")).toHaveLength(1);
    }
    expect(crm.db.all("PRAGMA foreign_key_check")).toEqual([]);
    expect(crm.db.get("PRAGMA integrity_check")).toEqual({ integrity_check: "ok" });
  });

  it("is taken back without a note of each row, and kept only until it is done again", async () => {
    const crm = setupCrm();
    await importMany(crm);
    await crm("undo");
    const kept = "SELECT count(*) AS n, sum(length(content)) AS bytes FROM journal_removed";
    const { n, bytes } = crm.db.get<{ n: number; bytes: number }>(kept)!;
    expect(n).toBeGreaterThan(7);
    expect(bytes / many).toBeLessThan(150);
    expect(crm.db.get("SELECT count(*) AS n FROM journal_change WHERE noun = 'contact'")).toEqual({ n: 0 });
    await crm("redo");
    expect(crm.db.get(kept)).toEqual({ n: 0, bytes: null });
  });

  it("stays when something that another program has written needs one of its records", async () => {
    const crm = setupCrm();
    await importMany(crm);
    const before = dump(crm.db);
    unwatchTables(crm.db);
    crm.db.run(
      "INSERT INTO deal (title, contact_id, stage_id, currency, created_at, updated_at) VALUES ('Site', 7, 1, 'EUR', :at, :at)",
      { at: "2026-11-21T09:00:00Z" },
    );
    watchTables(crm.db);
    expect(await crm("undo")).toMatchObject({
      code: 4,
      err: "crm: cannot undo: a row of deal needs contact #7 (it was written outside crm; see: crm history)\n",
    });
    expect(dump(crm.db).contact).toEqual(before.contact);
  });

  it("is journaled again row by row after an undo", async () => {
    const crm = setupCrm();
    await importMany(crm);
    await crm("undo");
    await crm("contact", "add", "Tom Okafor", "--tag", "late");
    expect(await crm.json("history", "contact", "tom")).not.toHaveLength(0);
    expect(await crm("undo")).toMatchObject({ code: 0 });
    expect(await crm.json("contact", "list")).toEqual([]);
  });

  it("says in the history of a record that it was imported, taken away and brought back", async () => {
    const crm = setupCrm();
    await importMany(crm);
    await crm("undo");
    await crm("redo");
    const steps = await crm.json<{ part: string; change: string }[]>("history", "contact", "77");
    expect(steps.map(({ change }) => change)).toEqual(["brought back", "taken back", "imported"]);
    // 2,500 contacts, 50 companies and 8 tags.
    const entries = await crm.json<{ added: number; removed: number }[]>("history");
    expect(entries.map(({ added, removed }) => added - removed)).toEqual([2558, -2558, 2558]);
  });
});
