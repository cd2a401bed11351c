import fc from "fast-check";
import fastStringWidth from "fast-string-width";
import { expect, test } from "vitest";
import { textWidth, truncate, wrap } from "../../src/output/width.ts";

test("wide and combined characters count as a terminal draws them", () => {
  const widths: Record<string, number> = {
    Jane: 4,
    Zoë: 3,
    東京: 4,
    "e\u0301": 1,
    "👩‍👩‍👧": 2,
    "🇩🇪": 2,
    "🫠": 2,
    ｱ: 1,
  };
  for (const [text, width] of Object.entries(widths)) expect([text, textWidth(text)]).toEqual([text, width]);
});

test("a text that is too wide ends in the sign and never in half a character", () => {
  expect(truncate("Jane Roe", 8, "…")).toBe("Jane Roe");
  expect(truncate("Jane Roe", 6, "…")).toBe("Jane …");
  expect(truncate("東京都庁", 6, "…")).toBe("東京…");
  expect(truncate("ab👩‍👩‍👧cd", 4, "~")).toBe("ab~");
  expect(truncate("Jane", 1, "…")).toBe("…");
});

test("a text breaks between words, and a long word where it must", () => {
  expect(wrap("send the quote today", 9)).toEqual(["send the", "quote", "today"]);
  expect(wrap("see abcdefghijkl", 5)).toEqual(["see", "abcde", "fghij", "kl"]);
  expect(wrap("one\n\ntwo", 10)).toEqual(["one", "", "two"]);
});

test("no cut or wrapped line is wider than asked, and wrapping loses no word", () => {
  const text = fc.string({ unit: fc.constantFrom("a", " ", "ö", "東", "👍🏽", "e\u0301", "🇩🇪", "ส") });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 12 }), (value, width) => {
      expect(textWidth(truncate(value, width, "…"))).toBeLessThanOrEqual(width);
      const lines = wrap(value, width);
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
      expect(lines.join("").replaceAll(" ", "")).toBe(value.replaceAll(" ", ""));
    }),
  );
});

test("every Latin letter and sign that is counted quickly is one column wide", () => {
  for (let code = 0xa0; code <= 0x24f; code++) {
    if (code === 0xad) continue;
    const letter = String.fromCodePoint(code);
    expect(textWidth("a" + letter + "b"), letter).toBe(fastStringWidth("a" + letter + "b"));
  }
});
