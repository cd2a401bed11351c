import { describe, expect, it } from "vitest";
import { type Crm, setupCrm } from "../support/crm.ts";

/** Three records of each noun: the second has the number "3", the others have none that could be an id. */
async function threeOf(noun: string): Promise<Crm> {
  const crm = setupCrm();
  await crm("contact", "add", "Jane Roe");
  for (const number of ["A-1", "3", "A-3"]) {
    if (noun === "order") await crm("order", "add", "jane", "--amount", "5", "--number", number);
    if (noun === "invoice") await crm("invoice", "add", number, "jane", "--amount", "5");
  }
  const quotes = ["A-1", "3", "A-3"].map((number) => number + ",Jane Roe,Help x 1 @ 5\n").join("");
  if (noun === "quote") await crm.withInput("number,customer,lines\n" + quotes, "import", "quotes", "-");
  return crm;
}

describe.each(["order", "invoice", "quote"])(
  "a word that names one %s by id and another by number",
  (noun) => {
    it("is ambiguous, and the sign says the id", async () => {
      const crm = await threeOf(noun);
      expect(await crm(noun, "show", "3")).toMatchObject({
        code: 4,
        err: `crm: "3" could be ${noun} #3 or #2 (say the id with its sign, such as #3)\n`,
      });
      expect(await crm.json(noun, "show", "#3")).toMatchObject({ number: "A-3" });
      expect(await crm.json(noun, "show", "#2")).toMatchObject({ number: "3" });
      expect(await crm.json(noun, "show", "2")).toMatchObject({ number: "3" });
      expect(await crm.json(noun, "show", "a-3")).toMatchObject({ id: 3 });
    });

    it("means nobody when the one with the id is gone, and the other is named", async () => {
      const crm = await threeOf(noun);
      await crm(noun, "delete", "#3", "--yes");
      const gone = await crm(noun, "delete", "3", "--yes");
      const besides = `#2 has it as its number; crm history ${noun} 3 says what became of it`;
      expect(gone).toMatchObject({ code: 3, err: `crm: no ${noun} "3" any more (${besides})\n` });
      expect((await crm("history", noun, "3")).out).toContain("deleted");
      expect((await crm("history", noun, "a-1")).code).toBe(0);
      expect((await crm(noun, "list", "-q")).out.trim().split("\n").sort()).toEqual(["1", "2"]);
    });
  },
);

it("history finds an order that a shop numbers #1001 by that number", async () => {
  const crm = setupCrm();
  await crm("contact", "add", "Jane Roe");
  await crm("order", "add", "jane", "--amount", "5", "--number", "#1001");
  expect((await crm("history", "order", "#1001")).out).toContain("new: #1001");
  expect((await crm("history", "order", "1002")).code).toBe(3);
});
