import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kaplanMeier, medianOf, survivalAt } from "../../src/reports/kaplan-meier.ts";
import { fitSbg, sbgSurvival } from "../../src/reports/sbg.ts";
import { waltons, waltonsFile } from "./shoppers.ts";

const hasWaltons = existsSync(waltonsFile);

describe("Kaplan-Meier on the data of lifelines", () => {
  it.skipIf(!hasWaltons)("gives the published curve with its log-log interval", () => {
    const rows = kaplanMeier(waltons());
    expect([rows[0]?.atRisk, rows.reduce((sum, { events }) => sum + events, 0)]).toEqual([163, 156]);
    expect(survivalAt(rows, 20)?.survival).toBeCloseTo(0.91365, 6);
    expect(survivalAt(rows, 40)?.survival).toBeCloseTo(0.777837, 6);
    const half = survivalAt(rows, 56)!;
    expect(half.survival).toBeCloseTo(0.429903, 6);
    expect(half.low).toBeCloseTo(0.352689, 6);
    expect(half.high).toBeCloseTo(0.50468, 6);
  });

  it.skipIf(!hasWaltons)("gives the published medians, of all and of each group", () => {
    const of = (group?: string) =>
      medianOf(kaplanMeier(waltons().filter((each) => group === undefined || each.group === group)));
    expect(of()).toEqual({ time: 56, low: 53, high: 58 });
    expect(of("control")).toEqual({ time: 58, low: 56, high: 60 });
    expect(of("miR-137")).toEqual({ time: 26, low: 22, high: 29 });
  });
});

describe("Kaplan-Meier", () => {
  it("takes who was seen no longer out of those at risk after the events of the same time", () => {
    const rows = kaplanMeier([
      { time: 2, isEvent: false },
      { time: 2, isEvent: true },
      { time: 1, isEvent: true },
      { time: 5, isEvent: true },
    ]);
    expect(rows.map(({ time, atRisk, events, censored }) => [time, atRisk, events, censored])).toEqual([
      [1, 4, 1, 0],
      [2, 3, 1, 1],
      [5, 1, 1, 0],
    ]);
    expect(rows.map(({ survival }) => survival)).toEqual([0.75, expect.closeTo(0.5, 12), 0]);
    expect(rows[2]).toMatchObject({ low: 0, high: 0 });
  });

  it("has its median where exactly half are left, however the fractions round", () => {
    // 23/24 x 22/23 x ... x 12/13 is 12/24; in doubles the product is 0.5000000000000001.
    const rows = kaplanMeier(Array.from({ length: 24 }, (_, i) => ({ time: i + 1, isEvent: true })));
    expect(medianOf(rows).time).toBe(12);
  });

  it("has no median where the curve stays above one half, and no rows of nobody", () => {
    const rows = kaplanMeier([
      { time: 1, isEvent: true },
      { time: 3, isEvent: false },
      { time: 3, isEvent: false },
    ]);
    expect(medianOf(rows).time).toBeNull();
    expect(kaplanMeier([])).toEqual([]);
    expect(survivalAt(rows, 0)).toBeUndefined();
  });

  it("falls from at most 1, within its interval, and is the share left where nobody is censored", () => {
    const times = fc.array(fc.record({ time: fc.nat(9), isEvent: fc.boolean() }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(times, (durations) => {
        let before = 1;
        for (const { survival, low, high } of kaplanMeier(durations)) {
          expect([low <= survival, survival <= high, survival <= before]).toEqual([true, true, true]);
          before = survival;
        }
        const complete = durations.map(({ time }) => ({ time, isEvent: true }));
        for (const { time, survival } of kaplanMeier(complete))
          expect(survival).toBeCloseTo(
            complete.filter((each) => each.time > time).length / complete.length,
            10,
          );
      }),
    );
  });
});

/** Of 1000 customers, those left after each renewal. */
function renewals(left: readonly number[]): { atRisk: number; lost: number }[] {
  return left.map((rest, i) => ({ atRisk: left[i - 1] ?? 1000, lost: (left[i - 1] ?? 1000) - rest }));
}

describe("the shifted beta-geometric model", () => {
  it("gives the published fit to seven renewals of 1000 customers", () => {
    const model = fitSbg(renewals([631, 468, 382, 326, 289, 262, 241]))!;
    expect([model.alpha.toFixed(3), model.beta.toFixed(3)]).toEqual(["0.704", "1.182"]);
    expect(model.logLikelihood).toBeCloseTo(-1680.27, 2);
    expect(sbgSurvival(model, 0)).toBe(1);
    expect(Math.abs(sbgSurvival(model, 7) - 0.241)).toBeLessThan(0.005);
  });

  it("lets loyalty rise with age: each renewal keeps a larger share than the one before", () => {
    const left = Array.from({ length: 12 }, (_, t) => sbgSurvival({ alpha: 0.7, beta: 1.2 }, t));
    const kept = left.slice(1).map((rest, t) => rest / left[t]!);
    expect(kept[0]).toBeCloseTo(1.2 / 1.9, 12);
    expect(kept).toEqual([...kept].sort());
  });

  it("finds one rate for all where the share that leaves stays the same", () => {
    const model = fitSbg(renewals([800, 640, 512, 410, 328]))!;
    expect(sbgSurvival(model, 5)).toBeCloseTo(0.328, 2);
    expect(model.alpha / (model.alpha + model.beta)).toBeCloseTo(0.2, 2);
  });

  it("is null where nobody has left", () => {
    expect(fitSbg([{ atRisk: 9, lost: 0 }])).toBeNull();
    expect(fitSbg([])).toBeNull();
  });
});
