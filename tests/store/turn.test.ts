import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDb } from "../../src/store/db.ts";
import { pauseMs, takeTurn } from "../../src/store/turn.ts";
import { scratch } from "../support/built.ts";

function two(busyMs: number) {
  const path = join(scratch(), "crm.db");
  return [openDb({ path, mode: "write", busyMs }), openDb({ path, mode: "write", busyMs })] as const;
}

const timeoutOf = (db: ReturnType<typeof two>[0]) => db.get<{ timeout: number }>("PRAGMA busy_timeout");

describe("the turn to write", () => {
  it("is asked for the more often the longer one waits, from every 50 ms to every 2", () => {
    expect([20, 7500, 15_000, 29_000].map((waited) => Math.round(pauseMs(waited, 30_000)))).toEqual([
      50, 25, 2, 2,
    ]);
  });

  it("is waited for as long as the connection waits, then it is busy; what else waits is as before", () => {
    const [one, other] = two(200);
    takeTurn(one);
    const began = performance.now();
    expect(() => takeTurn(other)).toThrow("locked");
    expect(performance.now() - began).toBeGreaterThanOrEqual(200);
    expect(timeoutOf(other)).toEqual({ timeout: 200 });
    one.script("COMMIT");
    takeTurn(other);
    expect(other.inTransaction()).toBe(true);
    expect(timeoutOf(other)).toEqual({ timeout: 200 });
  });
});
