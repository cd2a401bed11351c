import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { progress } from "../../src/commands/import/progress.ts";
import { testWorld } from "../support/crm.ts";

/** What is said of 1,000 rows a second over so many seconds, looked at each tenth of one. */
function saidOver(
  seconds: number,
  { tty, env = {} }: { tty: boolean; env?: Record<string, string> },
): string {
  let ms = Date.parse("2026-11-21T09:00:00Z");
  let said = "";
  const app = createApp({
    ...testWorld(),
    env,
    isTty: { in: tty, out: tty, err: tty },
    clock: () => new Date(ms),
    err: (text) => {
      said += text;
    },
  });
  const shown = progress(app, () => undefined);
  for (let tick = 1; tick <= seconds * 10; tick++) {
    ms += 100;
    shown.at(tick * 100);
  }
  shown.clear();
  return said;
}

describe("how far an import is", () => {
  it("is not said in the first half second, and then in one line that is gone at the end", () => {
    expect(saidOver(0.4, { tty: true })).toBe("");
    expect(saidOver(0.6, { tty: true })).toBe(
      "\r\u001b[K  500 rows · 1,000 a second\r\u001b[K  600 rows · 1,000 a second\r\u001b[K",
    );
  });

  it("is not said off a terminal", () => {
    expect(saidOver(60, { tty: false })).toBe("");
  });

  it("is a line now and then where nothing may be redrawn", () => {
    expect(saidOver(11, { tty: true, env: { ACCESSIBLE: "1" } })).toBe(
      "  500 rows · 1,000 a second\n  5,500 rows · 1,000 a second\n  10,500 rows · 1,000 a second\n",
    );
  });
});
