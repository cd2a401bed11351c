import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addBusinessDays } from "../../src/values/business-days.ts";
import { scratch } from "../support/built.ts";
import { type Crm, setupCrm } from "../support/crm.ts";
import { dump } from "../support/dump.ts";

async function withDeal(files: Readonly<Record<string, string>> = {}): Promise<Crm> {
  const configDir = scratch();
  mkdirSync(join(configDir, "playbooks"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(configDir, "playbooks", name), text);
  const crm = setupCrm({ configDir });
  await crm("contact", "add", "Jane Roe");
  await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000");
  return crm;
}

const steps = async (crm: Crm) =>
  (
    await crm.json<
      { dueDate: string; dueAt: string | null; kind: string | null; title: string; dealId: number | null }[]
    >("followup", "list")
  ).map(({ dueDate, dueAt, kind, title, dealId }) => [dueAt ?? dueDate, kind, title, dealId]);

const mine = `
about = "Our way"
steps = ["call in 1 day", "mail in 3 days at 10:00: send the offer", "write the contract in 2 weeks", { title = "visit", in = "1 month", kind = "visit", priority = "high" }]
`;

describe("crm playbook", () => {
  it("plans the steps of a file as follow-ups, in one step that can be undone", async () => {
    const crm = await withDeal({ "Our Way.toml": mine });
    const before = dump(crm.db);
    expect(await crm("playbook", "apply", "our way", "deal", "website")).toMatchObject({ code: 0 });
    // 21 November 2026 is a Saturday; 10:00 in Berlin is 09:00Z.
    expect(await steps(crm)).toEqual([
      ["2026-11-22", "call", "call", 1],
      ["2026-11-24T09:00:00Z", "email", "send the offer", 1],
      ["2026-12-05", null, "write the contract", 1],
      ["2026-12-21", "visit", "visit", 1],
    ]);
    await crm("undo");
    expect(dump(crm.db).follow_up).toEqual(before.follow_up);
  });

  it("counts from Monday to Friday where it says so", async () => {
    const crm = await withDeal();
    await crm("playbook", "apply", "new-lead", "contact", "jane");
    expect((await steps(crm)).map(([date]) => date)).toEqual(["2026-11-23", "2026-11-25", "2026-12-01"]);
  });

  it("that is under way is not planned twice unless asked", async () => {
    const crm = await withDeal();
    await crm("playbook", "apply", "new-lead", "jane");
    const again = await crm("playbook", "apply", "new-lead", "jane");
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining("3 steps are open") });
    expect(await crm("playbook", "apply", "new-lead", "jane", "--again")).toMatchObject({ code: 0 });
    await crm("playbook", "stop", "jane");
    expect(await steps(crm)).toEqual([]);
  });

  it("is applied when a deal enters a stage, and its open steps go when the deal closes", async () => {
    const crm = await withDeal();
    await crm("playbook", "on", "proposal", "after-quote");
    const moved = await crm("deal", "move", "website", "proposal");
    expect(moved.err).toContain("3 steps of after-quote planned");
    await crm("followup", "add", "my own", "--deal", "website", "--due", "fri");
    await crm("followup", "done", "1");
    const won = await crm("deal", "win", "website");
    expect(won.err).toContain("2 playbook steps taken away");
    // What is done stays done, and what a person planned stays.
    expect((await steps(crm)).map(([, , title]) => title)).toEqual(["my own"]);
    await crm("undo");
    expect(await steps(crm)).toHaveLength(3);
  });

  it("a new deal that begins in the stage gets it as well, until it is switched off", async () => {
    const crm = await withDeal();
    await crm("playbook", "on", "lead", "new-lead");
    expect((await crm("deal", "add", "Shop")).err).toContain("3 steps of new-lead planned");
    await crm("playbook", "off", "lead", "new-lead");
    expect((await crm("deal", "add", "Audit")).err).not.toContain("steps");
  });

  it("whose file is gone does not keep a deal from moving", async () => {
    const crm = await withDeal();
    await crm("playbook", "on", "proposal", "after-quote");
    crm.db.run("UPDATE playbook_rule SET playbook = 'gone'");
    const { code, err } = await crm("deal", "move", "website", "proposal");
    expect(code).toBe(0);
    expect(err).toContain('the playbook gone was not applied: no playbook "gone"');
  });

  it.each([
    ["steps = [", / line 1: /],
    ['steps = ["call soon"]', /bad\.toml step 1: "call soon" does not say when \(write steps = /],
    ['steps = ["call in 0 lights"]', /step 1: "0 lights" is no length of time/],
    ['steps = ["call in 1 day at 25:00"]', /"25:00" is no time of day/],
    ['steps = [{ title = "x" }]', /needs a title and in/],
    ['steps = [{ title = "x", in = "1 day", kin = "call" }]', /no key "kin". Did you mean "kind"\?/],
    ["stepps = []", /no key "stepps". Did you mean "steps"\?/],
    ["about = 'x'", /has no list of steps/],
  ])("a file with %j is refused with its name and place", async (text, said) => {
    const crm = await withDeal({ "bad.toml": text });
    const { code, err } = await crm("playbook", "apply", "bad", "jane");
    expect({ code, lines: err.split("\n").length }).toEqual({ code: 2, lines: 2 });
    expect(err).toMatch(said);
    expect(await steps(crm)).toEqual([]);
  });

  it("what is no playbook, or both a contact and a deal, is said", async () => {
    const crm = await withDeal();
    expect(await crm("playbook", "apply", "new-laed", "jane")).toMatchObject({
      code: 3,
      err: expect.stringContaining('Did you mean "new-lead"?'),
    });
    expect(await crm("playbook", "apply", "new-lead", "1")).toMatchObject({
      code: 4,
      err: expect.stringContaining("say contact 1 or deal 1"),
    });
    expect(await crm("playbook", "on", "won", "new-lead")).toMatchObject({ code: 2 });
  });
});

describe("business days", () => {
  it.each([
    ["2026-11-20", 1, "2026-11-23"],
    ["2026-11-21", 0, "2026-11-23"],
    ["2026-11-21", 1, "2026-11-23"],
    ["2026-11-23", 4, "2026-11-27"],
    ["2026-11-23", 5, "2026-11-30"],
    ["2026-11-19", 12, "2026-12-07"],
  ])("%s and %i are %s", (date, days, expected) => {
    expect(addBusinessDays(date, days)).toBe(expected);
  });
});
