import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

describe("a small file of rows", () => {
  it("may have rows without a value, as a spreadsheet leaves them: nobody need mend them", async () => {
    const crm = setupCrm();
    await crm("survey", "add", "yearly");
    const file = "score,reason\n9,fast\n,\n7,late\n , \n";
    expect(await crm.withInput(file, "survey", "import", "yearly", "-")).toMatchObject({
      code: 0,
      err: expect.stringContaining("Noted 2 answers to yearly"),
    });
    expect(await crm.json("survey", "answers", "yearly")).toMatchObject([{ score: 7 }, { score: 9 }]);
  });
});
