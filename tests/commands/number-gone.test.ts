import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

describe("the number of a record that is no more", () => {
  it.each([
    ["contact", ["contact", "add", "Jane Roe"], ["contact", "add", "Studio 1"]],
    ["company", ["company", "add", "Acme"], ["company", "add", "Studio 1"]],
    ["deal", ["deal", "add", "Website"], ["deal", "add", "Relaunch 1"]],
    ["product", ["product", "add", "Bag"], ["product", "add", "Box 1"]],
    ["survey", ["survey", "add", "yearly"], ["survey", "add", "Fair 1"]],
  ])(
    "is no %s that has it in the name: a script that deletes twice deletes nothing else",
    async (noun, ...two) => {
      const crm = setupCrm();
      for (const words of two) await crm(...words);
      await crm(noun, "delete", "1", "--yes");
      expect(await crm(noun, "delete", "1", "--yes")).toEqual({
        code: 3,
        out: "",
        err: `crm: no ${noun} "1" any more (crm history ${noun} 1 says what became of it)\n`,
      });
      expect((await crm(noun, "list", "-q")).out).toBe("2\n");
    },
  );

  it("is a part of a name where no record ever had it", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Studio 54");
    expect((await crm("contact", "show", "54", "-q")).out).toBe("1\n");
  });
});
