import { expect, test } from "vitest";
import { bar, heat, sparkline } from "../../src/output/chart.ts";

test("a bar is as long as its share, to the eighth of a column, and keeps its width", () => {
  expect(bar(0.5, 4)).toBe("██  ");
  expect(bar(0.3125, 4)).toBe("█▎  ");
  expect(bar(1, 4)).toBe("████");
  expect(bar(1.5, 4)).toBe("████");
  expect(bar(0.5, 4, true)).toBe("##  ");
});

test("a bar shows something for every share above zero and nothing for none", () => {
  expect(bar(0.001, 4)).toBe("▏   ");
  expect(bar(0.001, 4, true)).toBe("#   ");
  expect(bar(0, 4)).toBe("    ");
  expect(bar(null, 4)).toBe("    ");
  expect(bar(-1, 4)).toBe("    ");
});

test("a sparkline runs from zero to the largest value, with a gap for a missing one", () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe("▁▂▃▄▅▆▇█");
  expect(sparkline([14, null, 7, -3])).toBe("█ ▅▁");
  expect(sparkline([0, 0])).toBe("▁▁");
  expect(sparkline([0, 7], true)).toBe("_#");
  expect(sparkline([])).toBe("");
});

test("heat has five steps that differ without colour", () => {
  expect([0, 0.1, 0.25, 0.5, 0.75, 1, null].map((ratio) => heat(ratio)).join("")).toBe(" ░▒▓██ ");
  expect([0, 0.1, 0.25, 0.5, 0.75].map((ratio) => heat(ratio, true)).join("")).toBe(" .:*#");
});
