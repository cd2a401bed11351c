import { describe, expect, it } from "vitest";
import { likelihood } from "../../src/reports/lead-score.ts";
import { setupCrm } from "../support/crm.ts";
import { must } from "./people.ts";

describe("the chance of a lead", () => {
  it("is 33.49 % for the lead of Odoo's own test (one won and two lost deals)", () => {
    const trait = (won: number, lost: number, totalWon: number, totalLost: number) => {
      return { trait: "", value: "", won, lost, totalWon, totalLost };
    };
    const [country, state, phone] = [trait(0, 1, 1.3, 2.3), trait(0, 1, 1.3, 2.3), trait(0, 1, 0.2, 2.2)];
    const [source, stage] = [trait(1, 0, 1.3, 2.3), trait(1, 1, 1.1, 2.1)];
    const found = likelihood({ won: 1.1, lost: 2.1 }, [country, state, phone, source, stage]);
    expect(100 * found).toBeCloseTo(33.49, 2);
  });

  it("is given with its deals, and not at all below the minimum", async () => {
    const crm = setupCrm();
    await must(crm, "lead", "add", "Ida Lind", "--source", "fair");
    for (let i = 1; i <= 4; i++) {
      await must(crm, "contact", "add", "P" + i, "--source", i <= 3 ? "fair" : "web");
      await must(crm, "deal", "add", "D" + i, "--contact", "P" + i, "--amount", "10");
      await must(
        crm,
        ...(i <= 2 ? ["deal", "win", String(i)] : ["deal", "lose", String(i), "--reason", "price"]),
      );
    }
    const [none] = await crm.json<Record<string, unknown>[]>("lead", "score", "ida");
    expect(none).toMatchObject({ chance: null, n: 4, why: "source fair: 2 of 3 won (too few)" });
    const [given] = await crm.json<Record<string, unknown>[]>(
      ...["lead", "score", "ida", "--minimum", "4", "--minimum-of-value", "3"],
    );
    // prior 2.1 : 2.1; fair 2.1/2.2 of the won, 1.1/2.2 of the lost: 2.1 / (2.1 + 1.1)
    expect(given).toMatchObject({ chance: expect.closeTo(0.65625, 5), why: "source fair: 2 of 3 won" });
    // Her own deals say nothing of her, nor does a source that only they have.
    for (const source of ["fair", "expo"]) {
      await must(crm, "deal", "add", "Own " + source, "--contact", "ida", "--source", source);
      await must(crm, "deal", "lose", "own " + source, "--reason", "price");
    }
    const [again] = await crm.json<Record<string, unknown>[]>(
      ...["lead", "score", "ida", "--minimum", "4", "--minimum-of-value", "3"],
    );
    expect(again).toMatchObject({ chance: given!.chance, n: 4, why: "source fair: 2 of 3 won" });
  });
});

describe("leads", () => {
  it("are qualified by the checklist: by a filter or by hand, and what is missing is said", async () => {
    const crm = setupCrm();
    await must(crm, "lead", "add", "Jane Roe", "--email", "jane@acme.example");
    await must(crm, "lead", "checklist", "add", "reachable", "--filter", "not email:empty");
    await must(crm, "lead", "checklist", "add", "has budget");
    expect((await crm("lead", "qualify", "jane")).err).toBe("Jane Roe lacks: has budget\n");
    const { err } = await crm("lead", "qualify", "jane", "--met", "budget", "--answer", "5k");
    expect(err).toBe("Jane Roe is qualified\n");
    expect(await must(crm, "contact", "list", 'qualified = "has budget"', "-q")).toBe("1\n");
    expect(await crm("lead", "qualify", "jane", "--met", "reachable")).toMatchObject({ code: 2 });
  });

  it("get points by rules, each named, the highest first", async () => {
    const crm = setupCrm();
    await must(crm, "lead", "add", "Jane Roe", "--email", "jane@acme.example");
    await must(crm, "lead", "add", "Tom Okafor", "--phone", "+49 30 901820");
    await must(crm, "lead", "rule", "add", "email known", "not email:empty", "10");
    await must(crm, "lead", "rule", "add", "no email", "email:empty", "-5");
    const rows = await crm.json<{ name: string; points: number; why: string }[]>("lead", "score");
    expect(rows.map(({ name, points, why }) => [name, points, why])).toEqual([
      ["Jane Roe", 10, "+10 email known"],
      ["Tom Okafor", -5, "-5 no email"],
    ]);
    expect(await crm("lead", "rule", "add", "x", "emaill:empty", "1")).toMatchObject({ code: 2 });
  });

  it("are a list for prospecting: a segment without exclusions, and nobody who has bought", async () => {
    const crm = setupCrm();
    for (const name of ["Jane", "Tom", "Ida"]) await must(crm, "contact", "add", name, "--tag", "west");
    await must(crm, "segment", "save", "west", "tag = west");
    await must(crm, "order", "add", "tom", "--amount", "5");
    expect(await must(crm, "lead", "list", "--segment", "west", "--exclude", "name = Ida", "-q")).toBe("1\n");
  });
});
