import { describe, expect, it } from "vitest";
import { addOrder, addPerson } from "../reports/orders.ts";
import { type Crm, setupCrm } from "../support/crm.ts";

/**
 * Ten people; number n bought n times, 10 n EUR each time, the last purchase n days ago for the first five, the others on
 * the first of May.
 */
function shop(): Crm {
  const crm = setupCrm({ now: "2026-06-30T10:00:00Z" });
  for (let id = 1; id <= 10; id++) {
    addPerson(crm.db, id);
    for (let n = 0; n < id; n++) {
      const date = id <= 5 ? "2026-06-" + (30 - id - n) : "2026-05-" + String(n + 1).padStart(2, "0");
      addOrder(crm.db, id, { date, amount: id * 1000 });
    }
  }
  return crm;
}

const ids = (rows: readonly { id: number }[]) => rows.map(({ id }) => id);

describe("classes as fields of contacts", () => {
  it("are those of the reports", async () => {
    const crm = shop();
    const report = await crm.json<{ rows: { id: number; segment: string; rfmScore: number }[] }>(
      ..."report rfm --customers".split(" "),
    );
    const listed = await crm.json<{ id: number; rfm: string; rfmScore: number }[]>(
      ..."contact list --fields id,rfm,rfmScore".split(" "),
    );
    expect(listed).toHaveLength(10);
    for (const { id, segment, rfmScore } of report.rows)
      expect(listed.find((row) => row.id === id)).toEqual({ id, rfm: segment, rfmScore });
  });

  it("filter, sort and group", async () => {
    const crm = shop();
    // Values 10 n² EUR: 1000, 810, 640, 490, 360 of 3850; A until 80 % (3080) is reached: 10, 9, 8, 7, 6.
    const best = await crm.json<{ id: number }[]>("contact", "list", "abc = A", "--sort", "-rfmScore,id");
    expect(ids(best).sort((a, b) => a - b)).toEqual([6, 7, 8, 9, 10]);
    const groups = await crm.json<{ rows: { abc: string; count: number }[] }>(
      ..."report segments --by abc".split(" "),
    );
    expect(Object.fromEntries(groups.rows.map(({ abc, count }) => [abc, count]))).toEqual({
      A: 5,
      B: 2,
      C: 3,
    });
  });

  it("know what was never bought as empty", async () => {
    const crm = shop();
    addPerson(crm.db, 11);
    expect(ids(await crm.json("contact", "list", "abc:empty"))).toEqual([11]);
  });

  it("work in a saved segment, and in a report's --where", async () => {
    const crm = shop();
    await crm("segment", "save", "best", "abc = A and nextPurchase < 2026-06-01");
    const report = await crm.json<{ rows: { customers: number }[] }>(
      ..."report abc --segment best".split(" "),
    );
    expect(report.rows.reduce((sum, { customers }) => sum + customers, 0)).toBe(5);
  });

  it("are not worked out unless they are named", async () => {
    const [first] = await shop().json<Record<string, unknown>[]>("contact", "list");
    expect(first).not.toHaveProperty("rfm");
  });

  it("are explained by --fields help, and suggested for a typo", async () => {
    const crm = shop();
    expect((await crm("contact", "list", "--fields", "help")).out).toMatch(/^pAlive +number +P\(alive\)$/m);
    expect((await crm("contact", "list", "pAlife < 0.5")).err).toContain('Did you mean "pAlive"?');
  });
});
