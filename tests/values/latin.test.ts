import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance } from "../../src/errors.ts";
import { isMisspelt } from "../../src/values/latin.ts";

describe("a word that is another one misspelt", () => {
  it("has one slip, or two where it is long", () => {
    expect(isMisspelt("brandt", "brand")).toBe(true);
    expect(isMisspelt("brandt", "branth")).toBe(false);
    expect(isMisspelt("oberlander", "obrelandar")).toBe(true);
    expect(isMisspelt("oberlander", "obrelondar")).toBe(false);
    expect(isMisspelt("roe", "row")).toBe(false);
  });

  it("of eight letters or more is what the edit distance says, in any script", () => {
    const word = fc.string({
      unit: fc.constantFrom(..."abcde", "y", "9", "ж", "ц"),
      minLength: 8,
      maxLength: 11,
    });
    const slip = fc.tuple(fc.nat(10), fc.constantFrom(..."abxy"), fc.constantFrom("swap", "put", "drop"));
    fc.assert(
      fc.property(word, fc.array(slip, { maxLength: 4 }), (start, slips) => {
        let other = start;
        for (const [at, letter, how] of slips) {
          const [before, after] = [other.slice(0, at), other.slice(at)];
          if (how === "put") other = before + letter + after;
          else if (how === "drop") other = before + after.slice(1);
          else other = before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2);
        }
        if (other.length < 8 || other === start) return;
        expect(isMisspelt(start, other)).toBe(editDistance(start, other) <= 2);
      }),
      { numRuns: 500 },
    );
  });
});
