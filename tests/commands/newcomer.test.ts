import { expect, test } from "vitest";
import { setupCrm } from "../support/crm.ts";

test("a merge called again with its key answers with the same record though the other one is gone", async () => {
  const crm = setupCrm();
  await crm("contact", "add", "Jane Roe");
  await crm("contact", "add", "J. Roe");
  const merge = ["contact", "merge", "1", "2", "--yes", "--idem", "k"];
  const first = await crm.json(...merge);
  expect(await crm.json(...merge)).toEqual(first);
  const plain = await crm(...merge, "--fields", "id,name");
  expect([plain.code, plain.out]).toEqual([0, "id\tname\n1\tJane Roe\n"]);
});

test("the number that a contact or a deal has elsewhere finds it when nothing else does; two of them are ambiguous", async () => {
  const crm = setupCrm();
  const file = "External ID,Name\nK001,Jane Roe\nK002,Max Moe\n";
  await crm.withInput(file, "import", "contacts", "-", "--source", "shop");
  await crm("contact", "add", "Ann Poe");
  expect(await crm.json("contact", "show", "K001")).toMatchObject({ name: "Jane Roe" });
  expect((await crm("contact", "show", "K00")).code).toBe(3);
  crm.db.run("INSERT INTO external_id (noun, source, key, record_id) VALUES ('contact', 'other', 'K001', 3)");
  const twice = await crm("contact", "show", "K001");
  expect([twice.code, twice.err]).toEqual([4, expect.stringContaining("#1 Jane Roe or #3 Ann Poe")]);
});

test("a deal that is won or lost names the follow-ups that it leaves open", async () => {
  const crm = setupCrm();
  await crm("deal", "add", "Website");
  for (const what of ["call", "write"]) await crm("followup", "add", what, "--deal", "1", "--due", "mon");
  const won = await crm("deal", "win", "1");
  expect(won.err).toContain("2 open follow-ups of this deal: crm followup done 1 2\n");
  await crm("followup", "done", "1");
  await crm("deal", "reopen", "1");
  expect((await crm("deal", "lose", "1", "--reason", "price")).err).toContain(
    "1 open follow-up of this deal: crm followup done 2\n",
  );
});

test("--only takes the same words in today and remind, sections and types", async () => {
  const crm = setupCrm();
  await crm("followup", "add", "late", "--due", "2026-11-19");
  await crm("contact", "add", "Jane Roe", "--birthday", "1985-11-21");
  for (const [word, title] of [
    ["overdue", "late"],
    ["followup", "late"],
    ["birthday", "Jane Roe"],
  ] as const) {
    const other = title === "late" ? "Jane Roe" : "late";
    for (const verb of ["today", "remind"]) {
      const { out, code } = await crm(verb, "--only", word, "--dry-run");
      expect([verb, word, code, out.includes(title), out.includes(other)]).toEqual([
        verb,
        word,
        0,
        true,
        false,
      ]);
    }
  }
});

test("where there is none yet, no empty list of them is shown", async () => {
  const crm = setupCrm();
  const { err } = await crm("segment", "show", "x");
  expect(err).not.toContain("()");
  expect(err).toContain("There is none yet.");
});

test("one of a thing is said in the singular", async () => {
  const crm = setupCrm();
  const { err } = await crm.withInput("Name,Company\nJane Roe,Acme\n", "import", "contacts", "-");
  expect(err).toContain("1 new company\n");
  await crm("contact", "add", "J. Roe", "--phone", "+49 30 901820");
  expect((await crm("contact", "merge", "1", "2", "--yes")).err).toContain("  1 phone of #2\n");
});
