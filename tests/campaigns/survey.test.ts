import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { npsInterval, npsOf } from "../../src/reports/nps.ts";
import type { SurveyReport } from "../../src/reports/survey.ts";
import { scratch } from "../support/built.ts";
import { type Crm, setupCrm } from "../support/crm.ts";
import { must } from "./people.ts";

async function yearly(): Promise<Crm> {
  const crm = setupCrm();
  await must(crm, "contact", "add", "Jane Roe", "--email", "jane@acme.example", "--city", "Berlin");
  await must(crm, "contact", "add", "Tom Okafor", "--email", "tom@okafor.example", "--city", "Bonn");
  await must(crm, "survey", "add", "yearly");
  return crm;
}

describe("a net promoter score", () => {
  it("is promoters less detractors: 5 and 2 of 10 are 30 points", () => {
    expect(npsOf({ promoters: 5, detractors: 2, n: 10 })).toBe(30);
    expect(npsOf({ promoters: 0, detractors: 0, n: 0 })).toBeNull();
  });

  it("has an adjusted Wald interval: p = 5.75/13, d = 2.75/13, by hand 23.08 +- 42.13", () => {
    const { low, high } = npsInterval({ promoters: 5, detractors: 2, n: 10 })!;
    expect(low).toBeCloseTo(-19.05, 1);
    expect(high).toBeCloseTo(65.2, 1);
  });
});

describe("an interval", () => {
  it("holds the score, also of a single answer", () => {
    expect(npsInterval({ promoters: 0, detractors: 1, n: 1 })!.low).toBe(-100);
    expect(npsInterval({ promoters: 1, detractors: 0, n: 1 })!.high).toBe(100);
  });
});

describe("answers", () => {
  it("make a follow-up for somebody unhappy, once", async () => {
    const crm = await yearly();
    const { err } = await crm("survey", "answer", "yearly", "jane", "4", "--comment", "always late");
    expect(err).toContain("Not happy: follow-up #1 for tomorrow");
    expect(err).toContain("Noted 1 answer to yearly (");
    await must(crm, "survey", "answer", "yearly", "jane", "3", "--at", "yesterday");
    await must(crm, "survey", "answer", "yearly", "tom", "9");
    expect(await crm.json("followup", "list")).toMatchObject([
      { title: "ask why: yearly (4 of 0 to 10)", contact: "Jane Roe", dueDate: "2026-11-22" },
    ]);
  });

  it.each([["11"], ["-1"], ["7.5"], ["ten"]])("of %s are refused", async (score) => {
    const { code, err } = await (await yearly())("survey", "answer", "yearly", "jane", "--", score);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("from 0 to 10") });
  });

  it("come from a file, with and without names, and the same file again changes nothing", async () => {
    const crm = await yearly();
    const file =
      "email,score,date,comment\njane@acme.example,10,2026-11-02,\n,9,2026-11-02,\n,9,2026-11-02,\n,2,2026-10-30,slow\n";
    await crm.withInput(file, "survey", "import", "yearly", "-");
    const { err } = await crm.withInput(file, "survey", "import", "yearly", "-");
    expect(err).toContain("Noted 0 answers to yearly, 4 known");
    expect(await crm.json("survey", "show", "yearly")).toMatchObject({ answers: 4 });
    expect(await must(crm, "contact", "list", "nps >= 9", "-q")).toBe("1\n");
  });

  it("are refused whole for one bad row", async () => {
    const crm = await yearly();
    const { code, err } = await crm.withInput("score\n9\n12\n", "survey", "import", "yearly", "-");
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining('standard input line 3: "12" is no answer'),
    });
    expect(await crm.json("survey", "show", "yearly")).toMatchObject({ answers: 0 });
  });
});

describe("a file of answers with --rejects", () => {
  it("is taken in but for its bad rows, which come in when they are mended", async () => {
    const crm = await yearly();
    const rejects = join(scratch(), "rejects.csv");
    const file = 'score,reason\n9,fast\n12,\n"8,\n';
    const { code, err } = await crm.withInput(file, "survey", "import", "yearly", "-", "--rejects", rejects);
    expect({ code, err }).toMatchObject({
      code: 5,
      err: expect.stringContaining("Noted 1 answer to yearly"),
    });
    const refused = readFileSync(rejects, "utf8");
    expect(refused).toMatch(/^score,reason,line,reason\n.*4.*never closed/s);
    expect(refused).toContain('12,,3,"""12"" is no answer of nps: write a whole number from 0 to 10"');
    const mended = refused.split("\n").filter((line) => line.startsWith("score") || line.startsWith("12"));
    const again = mended.join("\n").replace("12,,3", "2,,3") + "\n";
    expect(await crm.withInput(again, "survey", "import", "yearly", "-")).toMatchObject({ code: 0 });
    expect(await crm.json("survey", "answers", "yearly")).toMatchObject([
      { score: 2, comment: null },
      { score: 9, comment: "fast" },
    ]);
  });
});

describe("the report of surveys", () => {
  it("shows the score over time, months without answers as well, and by a field", async () => {
    const crm = await yearly();
    const file =
      "email,score,date\njane@acme.example,10,2026-09-02\ntom@okafor.example,3,2026-11-02\n,8,2026-11-03\n";
    await crm.withInput(file, "survey", "import", "yearly", "-");
    const { rows, total } = await crm.json<SurveyReport>("survey", "report", "yearly");
    expect(rows.map(({ group, answers, score }) => [group, answers, score])).toEqual([
      ["2026-09", 1, 100],
      ["2026-10", 0, null],
      ["2026-11", 2, -50],
    ]);
    expect(total).toMatchObject({ answers: 3, score: 0, average: 7 });
    const by = await crm.json<SurveyReport>("report", "nps", "--by", "city");
    expect(by.rows.map(({ group, score }) => [group, score])).toEqual([
      ["Berlin", 100],
      ["Bonn", -100],
      ["(none)", 0],
    ]);
  });

  it("counts 4 and 5 of a csat survey", async () => {
    const crm = await yearly();
    await must(crm, "survey", "add", "delivery", "--kind", "csat");
    await crm.withInput("score\n5\n4\n3\n1\n", "survey", "import", "delivery", "-");
    const { total } = await crm.json<SurveyReport>("survey", "report", "delivery");
    expect(total).toMatchObject({ happy: 2, passive: 1, unhappy: 1, score: 50 });
  });
});
