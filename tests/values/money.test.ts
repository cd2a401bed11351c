import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { currencyDigits, isCurrency } from "../../src/values/currency.ts";
import { type DecimalMark, decimalOf, parseMoney } from "../../src/values/money.ts";

function read(text: string, currency = "EUR", decimal?: DecimalMark): string {
  const money = parseMoney(text, { currency, decimal });
  return `${money.minor} ${money.currency}`;
}

function refusal(text: string, currency = "EUR", decimal?: DecimalMark): string {
  try {
    parseMoney(text, { currency, decimal });
  } catch (error) {
    if (error instanceof UserError && error.kind === "usage" && error.hint !== undefined)
      return error.message;
    throw error;
  }
  throw new Error(`"${text}" was read`);
}

describe("notations", () => {
  test.each([
    ["1234.5", "123450 EUR"],
    ["12", "1200 EUR"],
    ["0.07", "7 EUR"],
    [".5", "50 EUR"],
    ["1,234.50", "123450 EUR"],
    ["1.234,50", "123450 EUR"],
    ["1 234,50", "123450 EUR"],
    ["1\u00a0234,50", "123450 EUR"],
    ["1\u202f234,50", "123450 EUR"],
    ["1\u2009234.50", "123450 EUR"],
    ["1'234.50", "123450 EUR"],
    ["1’234.50", "123450 EUR"],
    ["1,23,456.00", "12345600 EUR"],
    ["1.000.000", "100000000 EUR"],
    ["1.5000", "150 EUR"],
    ["2,5", "250 EUR"],
    ["CHF 50.-", "5000 CHF"],
    ["50,-", "5000 EUR"],
  ])("%s is %s", (text, expected) => expect(read(text)).toBe(expected));

  test.each([
    ["-50", "-5000 EUR"],
    ["−50", "-5000 EUR"],
    ["(50.00)", "-5000 EUR"],
    ["($50)", "-5000 USD"],
    ["-€50", "-5000 EUR"],
    ["€-50", "-5000 EUR"],
    ["-0.50", "-50 EUR"],
    ["-0", "0 EUR"],
    ["+7", "700 EUR"],
  ])("%s is %s", (text, expected) => expect(read(text)).toBe(expected));

  test("no amount is ever minus zero", () => {
    for (const text of ["-0", "-0.00", "(0)", "-€0"]) {
      expect(Object.is(parseMoney(text, { currency: "EUR" }).minor, 0)).toBe(true);
    }
  });

  test.each([
    ["€1,234", "123400 EUR"],
    ["1234 EUR", "123400 EUR"],
    ["EUR 1234", "123400 EUR"],
    ["12.50 usd", "1250 USD"],
    ["100 zł", "10000 PLN"],
    ["Fr.50", "5000 CHF"],
    ["US$ 5", "500 USD"],
    ["£3.20", "320 GBP"],
    ["¥500", "500 JPY"],
    ["50 CAD", "5000 CAD"],
    ["$50 CAD", "5000 CAD"],
    ["3 Euro", "300 EUR"],
  ])("%s is %s", (text, expected) => expect(read(text)).toBe(expected));

  test("a mark with several meanings stands for the default currency if it can", () => {
    expect([read("$5"), read("$5", "CAD"), read("$5", "AUD")]).toEqual(["500 USD", "500 CAD", "500 AUD"]);
    expect([read("¥5"), read("¥5", "CNY")]).toEqual(["5 JPY", "500 CNY"]);
    expect(read("99 kr", "SEK")).toBe("9900 SEK");
    expect(refusal("99 kr")).toBe('"kr" can be SEK, NOK, DKK, ISK.');
  });

  test("k and m are a thousand and a million", () => {
    expect([read("5k"), read("$5k"), read("2,5k €"), read("1.2m")]).toEqual([
      "500000 EUR",
      "500000 USD",
      "250000 EUR",
      "120000000 EUR",
    ]);
    expect(read("5 MXN")).toBe("500 MXN");
    expect(refusal("1.234k")).toBe('"1.234k" can be read in two ways.');
  });
});

describe("one mark before three digits", () => {
  test("is a thousands mark unless the file says otherwise", () => {
    expect([read("1,234"), read("1.234")]).toEqual(["123400 EUR", "123400 EUR"]);
    expect(read("1.234", "EUR", ",")).toBe("123400 EUR");
    expect(refusal("1.234", "EUR", ".")).toBe('"1.234" has more decimals than EUR (2).');
    expect(refusal("1,234", "EUR", ",")).toBe('"1,234" has more decimals than EUR (2).');
  });

  test("is a decimal mark where no thousands can be meant", () => {
    expect(refusal("0.123")).toBe('"0.123" has more decimals than EUR (2).');
    expect(refusal("1234.567")).toBe('"1234.567" has more decimals than EUR (2).');
    expect([read("0.123", "BHD"), read("1.234", "BHD"), read("1,234", "BHD")]).toEqual([
      "123 BHD",
      "1234 BHD",
      "1234000 BHD",
    ]);
  });

  test("a column settles its mark by the cells that show it", () => {
    expect(decimalOf(["1,234", "", "12,5"])).toBe(",");
    expect(decimalOf(["€ 12.50", "1,234.00"])).toBe(".");
    expect(decimalOf(["1.234.567"])).toBe(",");
    expect(decimalOf(["1'234.5"])).toBe(".");
    expect(decimalOf(["1,234", "7", "n/a"])).toBeUndefined();
    expect(decimalOf(["1.234,5", "1,234.5"])).toBeUndefined();
  });
});

describe("what is refused", () => {
  test.each([
    "",
    "abc",
    "50-",
    "--5",
    "12 34",
    "1,2345,678",
    "12.345.6",
    "1.2.3",
    "(5",
    "(-5)",
    "1-2",
    "5 5 5",
    "1,234.50.1",
  ])("%j is no amount", (text) => expect(refusal(text)).toBe(`"${text}" is no amount.`));

  test("more decimals than the currency has are not rounded away", () => {
    expect(refusal("12.345", "EUR", ".")).toContain("more decimals than EUR (2)");
    expect(refusal("12.5", "JPY")).toBe('"12.5" has more decimals than JPY (0).');
    expect(read("12.00", "JPY")).toBe("12 JPY");
    expect(refusal("1.2345 BHD")).toContain("more decimals than BHD (3)");
  });

  test("what an exact integer cannot hold is refused", () => {
    expect(read("90071992547409.91")).toBe("9007199254740991 EUR");
    expect(refusal("90071992547409.92")).toBe('"90071992547409.92" is too large.');
    expect(refusal("9".repeat(400))).toContain("is too large");
  });

  test("an unknown currency is named, with a suggestion", () => {
    expect(refusal("12 EUX")).toBe('"EUX" is no currency. Did you mean "EUR"?');
    expect(refusal("12 apples")).toBe('"apples" is no currency.');
    expect(refusal("€50 USD")).toBe('"€50 USD" names two currencies.');
    expect(refusal("5 %")).toBe('"%" is no currency.');
  });
});

describe("currencies", () => {
  test("decimals are those of ISO 4217 in every version of Node", () => {
    const digits = ["EUR", "JPY", "BHD", "CLF", "HUF", "IDR", "COP", "RSD"].map(currencyDigits);
    expect(digits).toEqual([2, 0, 3, 4, 2, 2, 2, 2]);
  });

  test("a code is three capitals that stand for money", () => {
    expect(["EUR", "SEK", "XOF", "BHD", "ZMW"].every(isCurrency)).toBe(true);
    expect(["eur", "EUX", "", "EURO", "constructor"].some(isCurrency)).toBe(false);
  });

  test("every amount is read back from each way of writing it", () => {
    const marks = fc.constantFrom<[string, DecimalMark]>([",", "."], [".", ","], ["'", "."], ["\u00a0", ","]);
    const cents = fc.integer({ min: -999_999_999_999, max: 999_999_999_999 });
    fc.assert(
      fc.property(cents, marks, (minor, [group, decimal]) => {
        const digits = String(Math.abs(minor)).padStart(3, "0");
        const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, group);
        const text = `${minor < 0 ? "-" : ""}${whole}${decimal}${digits.slice(-2)}`;
        expect(parseMoney(text, { currency: "EUR" })).toEqual({ minor, currency: "EUR" });
        expect(parseMoney(`${text} CHF`, { currency: "EUR", decimal })).toEqual({ minor, currency: "CHF" });
      }),
    );
  });
});
