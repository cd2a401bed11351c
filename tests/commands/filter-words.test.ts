import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

describe("a filter for a word that a field never has", () => {
  it.each([
    ["contact", "lifecycle = custmer", "lead, prospect, customer, client, former"],
    ["contact", "abc = D", "A, B, C, none"],
    ["contact", "rfm in (Champions, 'At Rsk')", "Champions, Potential Loyalist"],
    ["deal", "status != opn", "open, won, lost"],
    ["invoice", "status = late", "open, overdue, paid, overpaid, credit"],
    ["quote", "status = won", "draft, sent, accepted, declined, expired"],
    ["ticket", "severity = urgent", "low, normal, high"],
    ["ticket", "status = closed", "open, solved"],
    ["ticket", "type = praise", "complaint, question, request"],
    ["campaign", "purpose = winback", "awareness, brand, leads, loyalty"],
    ["followup", "priority = urgent", "low, normal, high"],
    ["log", "kind = sms", "call, email, meeting, note, letter, chat, visit"],
  ])("is a mistake that names the words: %s list %j", async (noun, filter, words) => {
    const { code, out, err } = await setupCrm()(noun, "list", filter);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(" is no " + filter.replace(/ .*/, "").replace("type", "kind") + "\n");
    expect(err).toContain("(" + words);
  });

  it("is one of a stage or pipeline, too, as they are called in this database", async () => {
    const crm = setupCrm();
    await crm("stage", "add", "A+");
    await crm("stage", "add", "A");
    await crm("deal", "add", "Website", "--stage", "A");
    for (const filter of ["stage = propsal", "stage in (lead, propsal)", "pipeline != service"]) {
      const { code, out, err } = await crm("deal", "list", filter);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(/is no (stage\n[\s\S]*\(lead, .*A\+, A|pipeline\n[\s\S]*\(sales)/);
    }
    expect((await crm("deal", "list", "stage = a", "-q")).out).toBe("1\n");
    expect((await crm("deal", "list", "stage = A+ or stage = lead", "-q")).out).toBe("");
    expect((await crm("deal", "list", "stage ~ nothing", "-q")).code).toBe(0);
  });

  it("looks past letter case and signs, which a shell makes hard to write", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    for (const word of ["cant-lose-them", '"CANT LOSE THEM"', '"Can\'t Lose Them"'])
      expect(await crm("contact", "list", "rfm = " + word, "-q")).toMatchObject({ code: 0, out: "" });
    expect((await crm("contact", "list", "lifecycle = LEAD", "-q")).out).toBe("1\n");
    expect((await crm("contact", "list", "not rfm in (lost, Others)", "-q")).out).toBe("1\n");
    expect((await crm("contact", "list", "lifecycle ~ cust", "-q")).code).toBe(0);
  });
});
