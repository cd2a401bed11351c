import { describe, expect, it } from "vitest";
import { specialCategory } from "../../src/values/sensitive.ts";
import { setupCrm } from "../support/crm.ts";

describe("names of special categories of personal data", () => {
  it.each([
    ["Health notes", "health"],
    ["Krankheiten", "health"],
    ["blood_group", "health"],
    ["Religion", "religion or belief"],
    ["Konfession", "religion or belief"],
    ["political party", "political opinion"],
    ["Gewerkschaft", "trade union membership"],
    ["Sexuelle Orientierung", "sex life or orientation"],
    ["Ethnische Herkunft", "ethnic origin"],
    ["fingerprint", "biometric or genetic data"],
  ])("%s is %s", (name, category) => expect(specialCategory(name)).toBe(category));

  it.each(["shoe size", "plan", "Herkunft", "DNS name", "company", "contract end", "page layout"])(
    "%s is none",
    (name) => expect(specialCategory(name)).toBeUndefined(),
  );

  it("draw a warning at field add, which adds the field all the same", async () => {
    const crm = setupCrm();
    const { code, err } = await crm("field", "add", "contact", "Religion");
    expect(code).toBe(0);
    expect(err).toContain("explicit consent (GDPR art. 9)");
    expect((await crm("field", "add", "contact", "shoe size")).err).not.toContain("warning");
  });
});
