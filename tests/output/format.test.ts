import { describe, expect, test } from "vitest";
import type { Column, FieldType } from "../../src/field.ts";
import { formatCell, formatInstant, formatLines, formatMoney, type Look } from "../../src/output/format.ts";

const look: Look = { locale: "en", zone: "UTC", tty: true, currency: "EUR" };

function cell(type: FieldType, value: unknown, more: Partial<Look> = {}): string {
  const column: Column = { key: "value", header: "Value", type };
  return formatCell(column, { value }, { ...look, ...more });
}

describe("money", () => {
  test("stands in grouped decimals with its code", () => {
    expect(formatMoney(500_000, "EUR")).toBe("5,000.00 EUR");
    expect(formatMoney(5, "EUR")).toBe("0.05 EUR");
    expect(formatMoney(-123_456_789, "USD")).toBe("-1,234,567.89 USD");
    expect(formatMoney(-12_345, "EUR")).toBe("-123.45 EUR");
  });

  test("has the digits of its currency", () => {
    expect(formatMoney(5_000, "JPY")).toBe("5,000 JPY");
    expect(formatMoney(1_234_567, "KWD")).toBe("1,234.567 KWD");
  });

  test("rounds a fraction of a cent half away from zero and never shows minus zero", () => {
    expect(formatMoney(68_733.5, "EUR")).toBe("687.34 EUR");
    expect(formatMoney(-0.5, "EUR")).toBe("-0.01 EUR");
    expect(formatMoney(-0.4, "EUR")).toBe("0.00 EUR");
  });

  test("uses the marks of the locale", () => {
    expect(formatMoney(123_456_789, "EUR", "de")).toBe("1.234.567,89 EUR");
    expect(formatMoney(123_456_789, "BRL", "pt-BR")).toBe("1.234.567,89 BRL");
  });

  test("takes its currency from the row, under the key that the column names", () => {
    const row = { spent: 1_000, currency: "USD", spentCurrency: "GBP" };
    const column: Column = { key: "spent", header: "Spent", type: "money" };
    expect(formatCell(column, row, look)).toBe("10.00 USD");
    expect(formatCell({ ...column, currencyKey: "spentCurrency" }, row, look)).toBe("10.00 GBP");
    expect(formatCell(column, { spent: 1_000 }, look)).toBe("10.00 EUR");
  });
});

test("what is known of numbers without Intl is what Intl says", () => {
  for (const locale of ["en", "en-US", "en-GB", "de", "de-DE"]) {
    const intl = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 });
    expect(formatMoney(123_456_789, "EUR", locale)).toBe(`${intl.format(1_234_567.89)} EUR`);
  }
});

describe("other values", () => {
  test("a ratio reads as percent with one decimal", () => {
    expect(cell("percent", 0.1234)).toBe("12.3 %");
    expect(cell("percent", 1, { locale: "de" })).toBe("100,0 %");
  });

  test("a missing value is empty, a missing ratio a dash", () => {
    expect(cell("text", null)).toBe("");
    expect(cell("money", undefined)).toBe("");
    expect(cell("percent", null)).toBe("–");
    expect(cell("number", Number.NaN)).toBe("–");
    expect(cell("percent", null, { ascii: true })).toBe("-");
  });

  test("a whole number is grouped for a person from five digits on, never for a script", () => {
    expect(cell("integer", 2026)).toBe("2026");
    expect(cell("integer", 12_345)).toBe("12,345");
    expect(cell("integer", -123_456)).toBe("-123,456");
    expect(cell("integer", 12_345, { tty: false })).toBe("12345");
    expect(cell("id", 12_345)).toBe("12345");
  });

  test("another number has two decimals unless it is whole", () => {
    expect(cell("number", 1234.567)).toBe("1,234.57");
    expect(cell("number", 12)).toBe("12");
    expect(cell("number", 12_345.678, { tty: false })).toBe("12345.68");
  });

  test("flags, dates and lists read plainly", () => {
    expect(cell("flag", 1)).toBe("yes");
    expect(cell("flag", false)).toBe("no");
    expect(cell("date", "2026-11-21")).toBe("2026-11-21");
    expect(cell("list", ["vip", "west"])).toBe("vip, west");
  });

  test("a cell is one line, formatLines keeps the lines", () => {
    const column: Column = { key: "note", header: "Note", type: "text" };
    expect(formatCell(column, { note: "one\ntwo" }, look)).toBe("one two");
    expect(formatLines(column, { note: "one\r\n\u001b[1mtwo" }, look)).toBe("one\ntwo");
  });
});

describe("an instant", () => {
  test("stands as the clock of the zone shows it, summer and winter", () => {
    expect(formatInstant("2026-11-21T10:00:00Z", "UTC")).toBe("2026-11-21 10:00");
    expect(formatInstant("2026-11-21T10:00:00Z", "Europe/Berlin")).toBe("2026-11-21 11:00");
    expect(formatInstant("2026-07-01T10:00:00Z", "Europe/Berlin")).toBe("2026-07-01 12:00");
    expect(formatInstant("2026-11-21T03:30:00Z", "America/New_York")).toBe("2026-11-20 22:30");
  });

  test("in the local zone reads as in that zone by its name", () => {
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    for (const at of ["2026-01-01T00:05:00Z", "2026-07-01T23:59:00Z", "2026-03-29T01:00:00Z"]) {
      expect(formatInstant(at, "local")).toBe(formatInstant(at, zone));
    }
  });

  test("that is none stays as it is", () => expect(formatInstant("soon", "UTC")).toBe("soon"));
});
