import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clean, cleanJson, cleanLines } from "../../src/output/clean.ts";
import { acting, hostile } from "./hostile.ts";

describe("clean", () => {
  for (const [name, { text, reads }] of Object.entries(hostile)) {
    test(`leaves of ${name} what a person can read`, () => expect(clean(text)).toBe(reads));
  }

  test("leaves letters, emoji sequences and combining marks alone", () => {
    const text = "Zoë Müller, 東京, 👩‍👩‍👧, 🇩🇪, e\u0301, سلام";
    expect(clean(text)).toBe(text);
  });

  test("makes one blank of a Windows line break", () => expect(clean("a\r\nb")).toBe("a b"));

  test("lets nothing through that acts, whatever the text", () => {
    const piece = fc.oneof(
      fc.constantFrom("\u001b", "[", "]", "P", "0;", "\\", "\u0007", "\u009b", "\u009c", "\n", "m"),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        expect(clean(pieces.join(""))).not.toMatch(acting);
        expect(clean(pieces.join(""))).not.toContain("\n");
        expect(cleanLines(pieces.join(""))).not.toMatch(acting);
      }),
    );
  });

  test("takes time in proportion to a text full of unfinished sequences", () => {
    const started = performance.now();
    expect(clean("\u001b]\u009d".repeat(200_000))).toBe("");
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

test("cleanLines keeps line breaks of any kind as one kind", () => {
  expect(cleanLines("a\r\nb\rc\nd\u2028e\tf")).toBe("a\nb\nc\nd\ne f");
});

test("cleanJson escapes what JSON.stringify leaves bare, and the value stays", () => {
  const value = "\u009b31m\u202e\u007f Zoë";
  const json = cleanJson(JSON.stringify(value));
  expect(json).toBe('"\\u009b31m\\u202e\\u007f Zoë"');
  expect(JSON.parse(json)).toBe(value);
});
