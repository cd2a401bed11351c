import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { funnelReport } from "../../src/reports/funnel.ts";
import type { Db } from "../../src/store/db.ts";
import { addDeal } from "./deals.ts";
import { berlin, freshDb } from "./orders.ts";

const scope = { ...berlin, asOf: "2026-12-31", pipelineId: 1 };

/** "stage entered touched > advanced lost here back". */
function steps(db: Db, asOf = scope.asOf): string[] {
  return funnelReport(db, { ...scope, asOf }).rows.map((row) =>
    [row.stage, row.entered, row.touched, ">", row.advanced, row.lostHere, row.stillHere, row.movedBack].join(
      " ",
    ),
  );
}

describe("the funnel", () => {
  it("counts a stage that was skipped as reached, and each deal at the farthest stage", () => {
    const db = freshDb();
    addDeal(db, ["lead 2026-01-01", "qualified 2026-01-11", "proposal 2026-01-21", "won 2026-02-01"]);
    addDeal(db, ["lead 2026-01-01", "won 2026-02-01"]);
    addDeal(db, ["lead 2026-01-01", "proposal 2026-01-05", "lost 2026-02-01"]);
    addDeal(db, ["lead 2026-01-01", "lost 2026-02-01"]);
    addDeal(db, ["lead 2026-01-01", "qualified 2026-01-03", "lead 2026-01-09"]);
    addDeal(db, ["qualified 2026-01-01"]);
    expect(steps(db)).toEqual([
      ...["lead 6 5 > 5 1 0 0", "qualified 5 3 > 3 0 1 1", "proposal 3 2 > 2 1 0 0", "won 2 2 > 0 0 2 0"],
    ]);
    const { rows, total } = funnelReport(db, scope);
    expect(rows.map(({ conversion, ofFirst }) => [conversion, ofFirst])).toEqual([
      [5 / 6, 1],
      [3 / 5, 5 / 6],
      [2 / 3, 1 / 2],
      [null, 1 / 3],
    ]);
    // In qualified: 10 days, 6 days (then back to lead); the third is there still.
    expect(rows[1]?.medianDays).toBe(8);
    expect(total).toEqual({ created: 6, won: 2, lost: 2, open: 2 });
  });

  it("is what it was on an earlier day", () => {
    const db = freshDb();
    addDeal(db, ["lead 2026-01-01", "qualified 2026-01-11", "won 2026-02-01"]);
    expect(steps(db, "2026-01-10")).toEqual([
      ...["lead 1 1 > 0 0 1 0", "qualified 0 0 > 0 0 0 0", "proposal 0 0 > 0 0 0 0", "won 0 0 > 0 0 0 0"],
    ]);
    expect(steps(db, "2025-12-31")[0]).toBe("lead 0 0 > 0 0 0 0");
    expect(funnelReport(db, { ...scope, asOf: "2025-12-31" }).rows[0]?.conversion).toBeNull();
  });

  it("loses no deal: entered = advanced + lost + here + back", () => {
    const stage = fc.constantFrom("lead", "qualified", "proposal", "won", "lost");
    fc.assert(
      fc.property(fc.array(fc.array(stage, { minLength: 1, maxLength: 5 }), { maxLength: 12 }), (deals) => {
        const db = freshDb();
        for (const stages of deals)
          addDeal(
            db,
            stages.map((name, i) => name + " 2026-01-" + (10 + i)),
          );
        const rows = funnelReport(db, scope).rows.slice(0, -1);
        for (const row of rows)
          expect(row.entered).toBe(row.advanced + row.lostHere + row.stillHere + row.movedBack);
        expect(rows[0]?.entered).toBe(deals.length);
        db.close();
      }),
      { numRuns: 30 },
    );
  });
});
