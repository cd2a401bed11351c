import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratch } from "./support/built.ts";
import { type Crm, setupCrm } from "./support/crm.ts";

describe("the files of examples/", () => {
  it("are what scripts/examples.mjs makes, to the byte", () => {
    const folder = scratch();
    expect(spawnSync(process.execPath, ["scripts/examples.mjs", folder]).status).toBe(0);
    const made = readdirSync(folder);
    expect(made).toHaveLength(6);
    for (const name of made) {
      expect(
        readFileSync(join("examples", name), "utf8") === readFileSync(join(folder, name), "utf8"),
        name,
      ).toBe(true);
    }
  });
});

describe("the business of examples/", () => {
  let crm: Crm;
  beforeAll(async () => {
    crm = setupCrm();
    for (const [noun, file] of [
      ["contacts", "google"],
      ...["companies", "contacts", "orders", "deals", "activities", "followups"].map((name) => [name, name]),
    ]) {
      const ran = await crm("import", noun!, "examples/" + file + ".csv", "--extra", extra(file!));
      expect(ran, file).toMatchObject({ code: 0 });
    }
  });

  it("is 200 contacts and 5 from the address book, for two are in both", async () => {
    expect(await crm.json<unknown[]>("contact", "list")).toHaveLength(205);
    expect(await crm.json<unknown[]>("company", "list", "tag:empty")).toHaveLength(2);
    expect(await crm.json<unknown[]>("company", "list", "not tag:empty")).toHaveLength(30);
  });

  it("has deals that are open, won and lost with a reason, in two currencies", async () => {
    const deals = await crm.json<{ status: string; currency: string; lostReason: string | null }[]>(
      "deal",
      "list",
    );
    expect(new Set(deals.map(({ status }) => status))).toEqual(new Set(["open", "won", "lost"]));
    expect(new Set(deals.map(({ currency }) => currency))).toEqual(new Set(["EUR", "GBP"]));
    expect(deals.filter(({ status, lostReason }) => (status === "lost") !== (lostReason !== null))).toEqual(
      [],
    );
  });

  it("has talks of every kind, refunds and people who want no mail", async () => {
    const talks = await crm.json<{ kind: string }[]>("log", "list");
    const kinds = ["call", "chat", "email", "letter", "meeting", "note", "visit"];
    expect([...new Set(talks.map(({ kind }) => kind))].sort()).toEqual(kinds);
    expect((await crm.json<unknown[]>("order", "list", "refunded > 0")).length).toBeGreaterThan(5);
    expect((await crm.json<unknown[]>("contact", "list", "consent.email = no")).length).toBeGreaterThan(3);
  });

  it("has two people twice, under another spelling and a nickname", async () => {
    const pairs = await crm.json<{ name: string; otherName: string }[]>("contact", "duplicates");
    expect(pairs.map(({ name, otherName }) => [name, otherName])).toEqual([
      ["Zoe Mueller", "Zoë Müller"],
      ["Thomas Fuchs", "Tom Fuchs"],
    ]);
  });
});

/** Follow-ups and talks have no custom fields; what is left of Google's is not wanted. */
function extra(file: string): string {
  return ["companies", "contacts", "deals"].includes(file) ? "fields" : "ignore";
}
