import { expect, test } from "vitest";
import { linesToFit, proseToFit } from "../../src/output/lines.ts";

test("a line that fits stays as it is, blanks and all", () => {
  expect(linesToFit("  columns  2 of 2 used\nundo: crm undo", 30)).toBe(
    "  columns  2 of 2 used\nundo: crm undo",
  );
});

test("a long line is broken between words, under the text of its label", () => {
  expect(linesToFit("  columns  2 of 4 used; not used: Lead Status, Photo", 34)).toBe(
    "  columns  2 of 4 used; not used:\n           Lead Status, Photo",
  );
  expect(linesToFit('crm: no stage "x" in pipeline sales', 24)).toBe(
    'crm: no stage "x" in\n     pipeline sales',
  );
});

test("a command that can be copied stays whole where a line has room for it", () => {
  expect(linesToFit("Won deal 1 Website (undo: crm undo)", 32)).toBe(
    "Won deal 1 Website\n  (undo: crm undo)",
  );
  expect(linesToFit("not yet: crm campaign start 1 --dry-run", 36)).toBe(
    "not yet:\n  crm campaign start 1 --dry-run",
  );
});

test("so does one in brackets", () => {
  expect(linesToFit("open in others: 2 (crm deal board --pipeline 'Sales Pipeline')", 50)).toBe(
    "open in others: 2\n  (crm deal board --pipeline 'Sales Pipeline')",
  );
});

test("wide letters count twice", () => {
  expect(linesToFit("日本語 日本語 日本語", 14)).toBe("日本語 日本語\n  日本語");
});

test("a caret stays under its place", () => {
  const text = 'crm: unknown field "nmae" in this rather long line\n  nmae = x\n  ^';
  expect(linesToFit(text, 20)).toBe(text);
});

test("the paragraphs of a help page are broken, not its examples", () => {
  expect(proseToFit("Examples:\n  crm log call jane hello\n\nOf two words the last is the text.", 20)).toBe(
    "Examples:\n  crm log call jane hello\n\nOf two words the\nlast is the text.",
  );
});
