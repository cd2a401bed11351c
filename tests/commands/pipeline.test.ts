import { describe, expect, test } from "vitest";
import { setupCrm } from "../support/crm.ts";

type Stage = Record<"name" | "kind", string> & { position: number; probability: number | null };

describe("pipeline", () => {
  test("gets a won and a lost stage by itself", async () => {
    const crm = setupCrm();
    const added = await crm("pipeline", "add", "renewals", "--stages", "due:60,offered");
    expect(added.err).toContain("Added pipeline 2 renewals: due, offered, won, lost");
    const stages = await crm.json<Stage[]>("stage", "list", "--pipeline", "renewals");
    expect(stages.map(({ name, kind, probability }) => [name, kind, probability])).toEqual([
      ["due", "open", 0.6],
      ["offered", "open", null],
      ["won", "won", null],
      ["lost", "lost", null],
    ]);
  });

  test("keeps the won and lost stages that are named", async () => {
    const crm = setupCrm();
    const { stages } = await crm.json("pipeline", "add", "grants", "--stages", "idea,granted:won,no:lost");
    expect(stages).toEqual(["idea", "granted", "no"]);
  });

  test.each([
    [["--stages", "granted:won"], 2, "a pipeline needs an open stage"],
    [["--stages", "idea,Idea"], 2, 'the stage "Idea" is there twice'],
    [["--stages", "idea:maybe"], 2, '--stages: "idea:maybe" is no stage'],
  ])("refuses %j", async (options, code, message) => {
    const crm = setupCrm();
    const ran = await crm("pipeline", "add", "grants", ...options);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(message);
  });

  test("made the usual one is where new deals begin", async () => {
    const crm = setupCrm();
    await crm("pipeline", "add", "renewals", "--stages", "due:60");
    await crm("pipeline", "edit", "renewals", "--default");
    expect(await crm.json("deal", "add", "Website")).toMatchObject({ pipeline: "renewals", stage: "due" });
    await crm("undo", "2");
    expect(await crm.json("deal", "add", "Website")).toMatchObject({ pipeline: "sales", stage: "lead" });
  });
});

describe("stage", () => {
  const names = async (crm: ReturnType<typeof setupCrm>) =>
    (await crm.json<Stage[]>("stage", "list")).map((stage) => stage.name);

  test("is added behind the open ones and moved to another place", async () => {
    const crm = setupCrm();
    await crm("stage", "add", "negotiation", "--probability", "70");
    expect(await names(crm)).toEqual(["lead", "qualified", "proposal", "negotiation", "won", "lost"]);
    await crm("stage", "move", "negotiation", "2");
    expect(await names(crm)).toEqual(["lead", "negotiation", "qualified", "proposal", "won", "lost"]);
  });

  test("renamed keeps its deals", async () => {
    const crm = setupCrm();
    await crm("deal", "add", "Website");
    await crm("stage", "edit", "lead", "--name", "enquiry", "--probability", "20");
    expect(await crm.json("deal", "show", "1")).toMatchObject({ stage: "enquiry", probability: 0.2 });
  });

  test("keeps its kind when it is the last of it, or when deals were in it", async () => {
    const crm = setupCrm();
    const last = await crm("stage", "edit", "won", "--kind", "open");
    expect(last).toMatchObject({ code: 1 });
    expect(last.err).toContain('stage "won" is the only won one of pipeline "sales"');
    await crm("deal", "add", "Website");
    await crm("deal", "move", "1", "qualified");
    expect((await crm("stage", "edit", "lead", "--kind", "lost")).err).toContain(
      'stage "lead" keeps its kind',
    );
  });

  test("that is closed has no probability", async () => {
    const crm = setupCrm();
    expect(await crm("stage", "edit", "won", "--probability", "50")).toMatchObject({ code: 2 });
    await crm("stage", "edit", "qualified", "--kind", "lost");
    const stages = await crm.json<Stage[]>("stage", "list");
    expect(stages[1]).toMatchObject({ name: "qualified", kind: "lost", probability: null });
  });
});
