import { describe, expect, it } from "vitest";
import { likeContact } from "../../src/store/likeness.ts";
import { setupCrm } from "../support/crm.ts";
import { dump } from "../support/dump.ts";

interface Pair {
  readonly id: number;
  readonly otherId: number;
}

/** Three people of one name at one company, each likely the others. */
async function threeJanes() {
  const crm = setupCrm();
  for (let n = 0; n < 3; n++) await crm("contact", "add", "Jane Zwergmann", "--company", "Acme");
  return crm;
}

const pairs = async (crm: ReturnType<typeof setupCrm>, ...more: string[]) =>
  (await crm.json<Pair[]>("contact", "duplicates", ...more)).map(({ id, otherId }) => id + "-" + otherId);

describe("crm contact distinct", () => {
  it("keeps a pair out of the duplicates, whichever of the two is named first", async () => {
    const crm = await threeJanes();
    expect((await pairs(crm)).sort()).toEqual(["1-2", "1-3", "2-3"]);
    const { code, err } = await crm("contact", "distinct", "3", "1");
    expect({ code, err }).toEqual({
      code: 0,
      err: "#1 Jane Zwergmann (Acme) and #3 Jane Zwergmann (Acme) are not the same (undo: crm undo)\n",
    });
    expect((await pairs(crm)).sort()).toEqual(["1-2", "2-3"]);
    expect(likeContact(crm.db, 1).map(({ id }) => id)).toEqual([2]);
    expect(likeContact(crm.db, 3).map(({ id }) => id)).toEqual([2]);
  });

  it("tells each from each other one, lists what was said, and takes it back", async () => {
    const crm = await threeJanes();
    expect(await crm.json<Pair[]>("contact", "distinct", "1", "2", "3")).toHaveLength(3);
    expect(await pairs(crm)).toEqual([]);
    expect(await pairs(crm, "--distinct")).toEqual(["1-2", "1-3", "2-3"]);
    expect((await crm("contact", "distinct", "2", "1")).err).toContain("were told apart before");
    expect((await crm("contact", "distinct", "2", "1", "--remove")).err).toContain("duplicates again");
    expect(await pairs(crm)).toEqual(["1-2"]);
    expect(await pairs(crm, "--distinct")).toEqual(["1-3", "2-3"]);
    await crm("undo");
    expect(await pairs(crm)).toEqual([]);
  });

  it("refuses one record alone, and a filter for what was said", async () => {
    const crm = await threeJanes();
    expect(await crm("contact", "distinct", "1", "1")).toMatchObject({
      code: 2,
      err: "crm: that is one contact only: Jane Zwergmann (name two or more)\n",
    });
    expect(await crm("contact", "duplicates", "city = Bonn", "--distinct")).toMatchObject({ code: 2 });
  });

  it("goes with a merge to the record that stays, and says so where the two were told apart", async () => {
    const crm = await threeJanes();
    await crm("contact", "distinct", "1", "2", "3");
    const before = dump(crm.db);
    const { code, err } = await crm("contact", "merge", "2", "3", "--yes");
    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringContaining("it was said that #2 and #3 are not the same"),
    });
    expect(await pairs(crm)).toEqual([]);
    expect(await pairs(crm, "--distinct")).toEqual(["1-2"]);
    await crm("undo");
    expect(dump(crm.db)).toEqual(before);
  });

  it("goes with a contact that is deleted, and comes back with it", async () => {
    const crm = await threeJanes();
    await crm("contact", "distinct", "1", "2", "3");
    const before = dump(crm.db);
    expect(await crm("contact", "delete", "2", "--yes")).toMatchObject({ code: 0 });
    expect(await pairs(crm, "--distinct")).toEqual(["1-3"]);
    await crm("undo");
    expect(dump(crm.db)).toEqual(before);
  });

  it("is part of what is held about a person, of a whole export, and goes with an erasure", async () => {
    const crm = await threeJanes();
    await crm("contact", "distinct", "1", "2");
    expect((await crm("contact", "access", "2")).out).toContain("CONTACT DISTINCT (1)");
    const other = setupCrm();
    const { out } = await crm("export", "all");
    expect(await other.withInput(out, "import", "all", "-")).toMatchObject({ code: 0 });
    expect(await pairs(other, "--distinct")).toEqual(["1-2"]);
    expect(await crm("contact", "erase", "2", "--confirm", "Jane Zwergmann")).toMatchObject({ code: 0 });
    expect(await pairs(crm, "--distinct")).toEqual([]);
  });
});

describe("crm company distinct", () => {
  it("keeps two companies of nearly one name apart, through a merge and a deletion", async () => {
    const crm = setupCrm();
    for (const name of ["Acme Kitchens GmbH", "Acme Kitchens AG", "Acme Kitchens"])
      await crm("company", "add", name);
    const shown = async () => (await crm.json<Pair[]>("company", "duplicates")).length;
    expect(await shown()).toBe(3);
    await crm("company", "distinct", "1", "2");
    expect(await shown()).toBe(2);
    await crm("company", "merge", "2", "3", "--yes");
    expect(await shown()).toBe(0);
    expect(await crm.json("company", "duplicates", "--distinct")).toMatchObject([{ id: 1, otherId: 2 }]);
    expect(await crm("company", "delete", "1", "--yes")).toMatchObject({ code: 0 });
    expect(await crm.json("company", "duplicates", "--distinct")).toEqual([]);
  });
});
