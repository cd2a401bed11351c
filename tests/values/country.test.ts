import { expect, test } from "vitest";
import { countryCode } from "../../src/values/country.ts";

test("a code is taken in any letter case", () => {
  expect([countryCode("DE"), countryCode("us"), countryCode(" gb ")]).toEqual(["DE", "US", "GB"]);
});

test.each([
  ["Germany", "DE"],
  ["Deutschland", "DE"],
  ["Allemagne", "DE"],
  ["Alemania", "DE"],
  ["germania", "DE"],
  ["UK", "GB"],
  ["U.S.A.", "US"],
  ["United States of America", "US"],
  ["Österreich", "AT"],
  ["Osterreich", "AT"],
  ["ESPAÑA", "ES"],
  ["Côte d'Ivoire", "CI"],
  ["Czech Republic", "CZ"],
  ["Holland", "NL"],
])("%s is %s", (name, code) => expect(countryCode(name)).toBe(code));

test("what is no country has no code", () => {
  expect(["", "Atlantis", "ZZ", "QQ", "constructor", "Berlin"].map(countryCode).filter(Boolean)).toEqual([]);
});
