import { describe, expect, test } from "vitest";
import { type ColourLevel, colourLevel, makeStyle, plainStyle } from "../../src/output/style.ts";

const esc = "\u001b";

interface Case {
  readonly env: Record<string, string>;
  readonly isTty?: boolean;
  readonly flag?: boolean;
  readonly level: ColourLevel;
}

const xterm = { TERM: "xterm" };
const cases: Record<string, Case> = {
  "a terminal gets sixteen colours": { env: xterm, level: 1 },
  "a 256 colour terminal gets 256": { env: { TERM: "xterm-256color" }, level: 2 },
  "COLORTERM promises them all": { env: { TERM: "xterm-256color", COLORTERM: "truecolor" }, level: 3 },
  "a pipe gets none": { env: xterm, isTty: false, level: 0 },
  "TERM=dumb gets none": { env: { TERM: "dumb" }, level: 0 },
  "CLICOLOR=0 turns off": { env: { ...xterm, CLICOLOR: "0" }, level: 0 },
  "CLICOLOR=1 does not force": { env: { ...xterm, CLICOLOR: "1" }, isTty: false, level: 0 },
  "CLICOLOR_FORCE beats CLICOLOR=0": { env: { CLICOLOR: "0", CLICOLOR_FORCE: "1" }, level: 1 },
  "CLICOLOR_FORCE beats a pipe": { env: { CLICOLOR_FORCE: "1" }, isTty: false, level: 1 },
  "CLICOLOR_FORCE=0 says nothing": { env: { CLICOLOR_FORCE: "0" }, isTty: false, level: 0 },
  "FORCE_COLOR beats a dumb pipe": { env: { FORCE_COLOR: "1", TERM: "dumb" }, isTty: false, level: 1 },
  "FORCE_COLOR=3 says how many": { env: { FORCE_COLOR: "3" }, isTty: false, level: 3 },
  "FORCE_COLOR=0 turns off": { env: { ...xterm, FORCE_COLOR: "0" }, level: 0 },
  "an empty FORCE_COLOR says nothing": { env: { ...xterm, FORCE_COLOR: "" }, isTty: false, level: 0 },
  "NO_COLOR turns off": { env: { ...xterm, NO_COLOR: "1" }, level: 0 },
  "an empty NO_COLOR says nothing": { env: { ...xterm, NO_COLOR: "" }, level: 1 },
  "NO_COLOR beats FORCE_COLOR": { env: { NO_COLOR: "1", FORCE_COLOR: "3" }, level: 0 },
  "CRM_NO_COLOR beats CLICOLOR_FORCE": { env: { CRM_NO_COLOR: "1", CLICOLOR_FORCE: "1" }, level: 0 },
  "--color beats CRM_NO_COLOR": { env: { ...xterm, CRM_NO_COLOR: "1" }, flag: true, isTty: false, level: 1 },
  "--no-color beats FORCE_COLOR": { env: { FORCE_COLOR: "3" }, flag: false, level: 0 },
};

describe("colourLevel", () => {
  for (const [name, { env, isTty = true, flag, level }] of Object.entries(cases)) {
    test(name, () => expect(colourLevel({ env, isTty, flag })).toBe(level));
  }
});

describe("makeStyle", () => {
  test("paints nothing at level 0", async () => {
    const style = await makeStyle(0);
    expect(style).toBe(plainStyle);
    for (const paint of Object.values(style)) expect(paint("Jane")).toBe("Jane");
  });

  test("paints with the theme's own colours at every other level", async () => {
    for (const level of [1, 2, 3] as const) {
      const style = await makeStyle(level);
      expect(style.red("late")).toBe(`${esc}[31mlate${esc}[39m`);
      expect(style.amber("due")).toBe(`${esc}[33mdue${esc}[39m`);
      expect(style.dim("7")).toBe(`${esc}[2m7${esc}[22m`);
    }
  });
});
