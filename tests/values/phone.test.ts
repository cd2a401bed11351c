import fc from "fast-check";
import * as library from "libphonenumber-js/min";
import { describe, expect, test } from "vitest";
import { planOf } from "../../src/values/calling-codes.ts";
import { loadPhones, phoneKey, quickPhone, readPhone, toE164 } from "../../src/values/phone.ts";

const phones = await loadPhones();

function e164(text: string, country?: string): string | null {
  return toE164(text, country, phones).e164;
}

/** What the library alone says. */
function byLibrary(text: string, country?: library.CountryCode): string | null {
  const found = library.parsePhoneNumberFromString(text, country);
  return found?.isPossible() ? found.number : null;
}

describe("numbers", () => {
  test.each<[string, string | undefined, string | null]>([
    ["+49 30 901820", undefined, "+4930901820"],
    ["+49 (0)30 901820", undefined, "+4930901820"],
    ["0049 30 901820", undefined, "+4930901820"],
    ["0049 30 901820", "DE", "+4930901820"],
    ["0049 30 901820", "US", "+4930901820"],
    ["011 49 30 901820", "US", "+4930901820"],
    ["030 901820", "DE", "+4930901820"],
    ["030/901820", "Germany", "+4930901820"],
    ["(030) 90 18-20", "Deutschland", "+4930901820"],
    ["030 901820 (mobil)", "DE", "+4930901820"],
    ["tel:+49-30-901820", undefined, "+4930901820"],
    ["(212) 555-0100", "US", "+12125550100"],
    ["1 212 555 0100", "USA", "+12125550100"],
    ["020 7946 0018", "UK", "+442079460018"],
    ["02 1234 5678", "IT", "+390212345678"],
    ["8 495 123-45-67", "RU", "+74951234567"],
    ["06 1 234 5678", "HU", "+3612345678"],
    ["'+31612345678", undefined, "+31612345678"],
    ["'0612345678", "NL", "+31612345678"],
    ["+1\u00a0212\u00a0555\u00a00100", undefined, "+12125550100"],
  ])("%s in %s is %s", (text, country, expected) => expect(e164(text, country)).toBe(expected));

  test.each<[string, string | undefined]>([
    ["030 901820", undefined],
    ["02 1234 5678", "Atlantis"],
    ["", "DE"],
    ["n/a", "DE"],
    ["123", "DE"],
    ["+999 123456", undefined],
    ["030 123456 / 030 654321", "DE"],
    ["1-800-FLOWERS", "US"],
    ["1".repeat(100_000), "DE"],
  ])("%s in %s has no E.164", (text, country) => expect(e164(text, country)).toBeNull());

  test("an extension is kept apart", () => {
    expect(toE164("+1 212 555 0100 x12", undefined, phones)).toEqual({
      e164: "+12125550100",
      country: "US",
      extension: "12",
    });
    expect(toE164("030 901820 ext. 12", "DE", phones).extension).toBe("12");
    expect(toE164("+49 30 901820", undefined, phones).extension).toBeNull();
  });

  test("the calling code tells the country, except where large countries share it", () => {
    expect(quickPhone("+49 30 901820")?.country).toBe("DE");
    expect(quickPhone("+44 20 7946 0018")?.country).toBe("GB");
    expect(quickPhone("+1 212 555 0100")?.country).toBeNull();
  });

  test("clean numbers need no library, others do", async () => {
    expect(quickPhone("+49 30 901820")?.e164).toBe("+4930901820");
    expect(quickPhone("030 901820", "DE")?.e164).toBe("+4930901820");
    expect(quickPhone("+49 (0)30 901820")).toBeUndefined();
    expect(quickPhone("+54 9 11 2345 6789")).toBeUndefined();
    expect((await readPhone("+54 9 11 2345 6789")).e164).toBe("+5491123456789");
  });

  test("the key of a number is its digits", () => {
    expect(phoneKey("+49 (30) 901-820")).toBe("4930901820");
    expect(phoneKey("n/a")).toBe("");
  });
});

describe("what needs no library agrees with it", () => {
  const countries = library.getCountries();
  const codes = [...new Set(countries.map((country) => library.getCountryCallingCode(country)))];
  const digits = fc.stringMatching(/^\d{4,13}$/);

  test("the table holds every calling code that the library knows, and no other", () => {
    expect(codes.filter((code) => planOf(code)?.code !== code)).toEqual([]);
    const unknown = Array.from({ length: 1000 }, (_, n) => String(n)).filter(
      (code) =>
        planOf(code)?.code === code && byLibrary(`+${code}1`) === null && !codes.includes(code as never),
    );
    expect(unknown).toEqual(["800", "808", "870", "878", "881", "882", "883", "888", "979"]);
  });

  test("on international numbers of all calling codes", () => {
    let quick = 0;
    const number = fc.tuple(fc.constantFrom(...codes), digits);
    fc.assert(
      fc.property(number, ([code, rest]) => {
        const found = quickPhone(`+${code} ${rest}`);
        if (found === undefined) return;
        quick++;
        expect(found.e164).toBe(byLibrary(`+${code}${rest}`));
      }),
      { numRuns: 20_000 },
    );
    expect(quick).toBeGreaterThan(3_000);
  });

  test("on national numbers of all countries, with and without a trunk 0", () => {
    let quick = 0;
    const number = fc.tuple(fc.constantFrom(...countries), fc.constantFrom("", "0"), digits);
    fc.assert(
      fc.property(number, ([country, trunk, rest]) => {
        const found = quickPhone(trunk + rest, country);
        if (found === undefined) return;
        quick++;
        expect(found.e164).toBe(byLibrary(trunk + rest, country));
      }),
      { numRuns: 20_000 },
    );
    expect(quick).toBeGreaterThan(2_000);
  });

  test.each([
    ["DE", "030 901820", "+4930901820"],
    ["AT", "01 5880 0123", "+43158800123"],
    ["CH", "044 668 18 00", "+41446681800"],
    ["FR", "01 23 45 67 89", "+33123456789"],
    ["ES", "912 345 678", "+34912345678"],
    ["PT", "212 345 678", "+351212345678"],
    ["NL", "020 123 4567", "+31201234567"],
    ["BE", "02 123 45 67", "+3221234567"],
    ["DK", "32 12 34 56", "+4532123456"],
    ["SE", "08-123 456 78", "+46812345678"],
    ["NO", "22 12 34 56", "+4722123456"],
    ["PL", "22 123 45 67", "+48221234567"],
    ["CZ", "222 123 456", "+420222123456"],
    ["IE", "01 234 5678", "+35312345678"],
    ["AU", "(02) 8123 4567", "+61281234567"],
    ["JP", "03-1234-5678", "+81312345678"],
    ["IN", "098765 43210", "+919876543210"],
    ["BR", "(11) 91234-5678", "+5511912345678"],
    ["MX", "55 1234 5678", "+525512345678"],
    ["ZA", "021 123 4567", "+27211234567"],
  ] as const)("in %s %s is %s", (country, national, expected) => {
    expect(e164(national, country)).toBe(expected);
    expect(byLibrary(national, country)).toBe(expected);
    expect(e164(expected)).toBe(expected);
  });
});
