import { describe, expect, it } from "vitest";
import { type Crm, setupCrm } from "../support/crm.ts";

const add: Readonly<Record<string, readonly string[]>> = {
  contact: ["contact", "add"],
  company: ["company", "add"],
  deal: ["deal", "add"],
};

async function two(noun: string): Promise<Crm> {
  const crm = setupCrm();
  await crm(...add[noun]!, "First", "--tag", "vip");
  await crm(...add[noun]!, "Second");
  return crm;
}

describe.each(["contact", "company", "deal"])("--untag of a %s", (noun) => {
  it("that has no such tag is refused by name, and nothing is written", async () => {
    const crm = await two(noun);
    const ran = await crm(noun, "edit", "2", "--untag", "vip");
    expect(ran).toEqual({
      code: 1,
      out: "",
      err: `crm: --untag: ${noun} 2 has no "vip" (see: crm ${noun} show 2)\n`,
    });
    expect(await crm.json("history")).toHaveLength(2);
  });

  it("takes it from those of several that have it, and is refused when none has", async () => {
    const crm = await two(noun);
    const all = [noun, "edit", "--where", "id > 0", "--yes", "--untag"];
    expect((await crm(...all, "vip")).code).toBe(0);
    expect(await crm.json(noun, "show", "1")).toMatchObject({ tags: [] });
    const again = await crm(...all, "vip");
    expect(again.code).toBe(1);
    expect(again.err).toMatch(/^crm: --untag: none of the 2 \w+ has "vip"/);
  });
});
