import { describe, expect, test } from "vitest";
import { companyKey, displayName, foldName, splitName } from "../../src/values/name.ts";

test("names that differ in case, blanks or width are the same", () => {
  expect(foldName("  Jane \t ROE ")).toBe("jane roe");
  expect(foldName("Ｊａｎｅ\u00a0Roe")).toBe("jane roe");
  expect(foldName("Zoe\u0308")).toBe(foldName("ZOË"));
  expect(foldName("Zoe")).not.toBe(foldName("Zoë"));
});

describe("companies", () => {
  test.each([
    ["Acme GmbH", "acme"],
    ["ACME G.m.b.H.", "acme"],
    ["Acme, Inc.", "acme"],
    ["Acme Pty Ltd", "acme"],
    ["Acme S.A.", "acme"],
    ["Acme B.V.", "acme"],
    ["Acme S.p.A.", "acme"],
    ["Acme SpA", "acme"],
    ["Acme Sp. z o.o.", "acme"],
    ["Müller & Söhne GmbH & Co. KG", "müller söhne"],
    ["Roe and Co", "roe"],
    ["O'Reilly Media", "oreilly media"],
    ["H&M", "h m"],
    ["Studio Nord", "studio nord"],
  ])("%s is %s", (name, key) => expect(companyKey(name)).toBe(key));

  test("a name keeps at least one word", () => {
    expect(companyKey("AG")).toBe("ag");
    expect(companyKey("GmbH & Co. KG")).toBe("gmbh");
    expect(companyKey("Day Spa")).toBe("day spa");
    expect(companyKey("???")).toBe("???");
    expect(companyKey("  ")).toBe("");
  });
});

describe("a person's name", () => {
  test.each([
    ["Jane Roe", "Jane", "Roe"],
    ["Jane Mary Roe", "Jane Mary", "Roe"],
    ["Jane van der Berg", "Jane", "van der Berg"],
    ["Maria de la Cruz", "Maria", "de la Cruz"],
    ["Jane Van Der Berg", "Jane", "Van Der Berg"],
    ["Van Morris", "Van", "Morris"],
    ["van Gogh", null, "van Gogh"],
    ["Roe, Jane", "Jane", "Roe"],
    ["van der Berg,  Jane", "Jane", "van der Berg"],
    ["Jane Roe, PhD", "Jane", "Roe, PhD"],
    ["Jane Roe, Jr.", "Jane", "Roe, Jr."],
    ["Roe,", null, "Roe"],
    ["Jane", "Jane", null],
    ["Jane von", "Jane", "von"],
    ["", null, null],
    ["  Jane   Roe ", "Jane", "Roe"],
  ])("%s is %s and %s", (name, first, last) => expect(splitName(name)).toEqual({ first, last }));

  test("a record is called by the first thing that is known of it", () => {
    expect(displayName({ first: "Jane", last: "Roe", company: "Acme" })).toBe("Jane Roe");
    expect(displayName({ first: null, last: "Roe" })).toBe("Roe");
    expect(displayName({ first: "", last: null, company: "Acme" })).toBe("Acme");
    expect(displayName({ email: "jane@acme.example", phone: "+4930901820" })).toBe("jane@acme.example");
    expect(displayName({})).toBe("(no name)");
  });
});
