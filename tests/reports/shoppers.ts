import { readFileSync } from "node:fs";
import { type Buyer, buyers } from "../../src/reports/buyers.ts";
import { dayNumber, dayText } from "../../src/reports/periods.ts";
import { purchaseDays } from "../../src/reports/purchases.ts";
import type { Db } from "../../src/store/db.ts";
import { addOrder, addPerson, berlin, cdnowDb, freshDb } from "./orders.ts";

/** Numbers from 0 to 1, the same in every run (Numerical Recipes' generator). */
export function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

/** Purchase days of one shopper who starts on `first` and is watched until `until`. */
function trip(draw: () => number, { first, until }: { first: number; until: number }): number[] {
  const pace = 10 + 80 * draw() - 20 * Math.log(draw());
  const leaves = 0.4 * draw() ** 2;
  const days = [first];
  for (let day = first; draw() > leaves; ) {
    day += Math.max(1, Math.round(-Math.log(draw()) * pace));
    if (day > until) break;
    days.push(day);
  }
  return days;
}

/** So many made-up customers of 2024 and 2025, with amounts around a level of their own. */
export function shoppersDb(count: number, seed = 1): Db {
  const draw = draws(seed);
  const db = freshDb();
  db.script("BEGIN");
  for (let id = 1; id <= count; id++) {
    addPerson(db, id);
    const level = 2000 - 3000 * Math.log(draw());
    const first = dayNumber("2024-01-01") + Math.floor(draw() * 300);
    for (const day of trip(draw, { first, until: dayNumber("2025-12-31") }))
      addOrder(db, id, { date: dayText(day), amount: Math.round(level * (0.5 + draw())) });
  }
  db.script("COMMIT");
  return db;
}

export function buyersOf(db: Db, until: string, currency = "EUR"): Buyer[] {
  const day = dayNumber(until);
  const scope = { ...berlin, currency, asOf: until };
  return buyers(purchaseDays(db, scope), scope, { until: day });
}

let known: Db | undefined;

/** The CDNOW sample, read once in a test file; tests do not write to it. */
export function sharedCdnow(): Db {
  known ??= cdnowDb();
  return known;
}

/** Its calibration period, on which the published models were fitted. */
export function cdnowBuyers(): Buyer[] {
  return buyersOf(sharedCdnow(), "1997-09-30", "USD");
}

export const waltonsFile = "../shared/data/waltons.csv";

/** "time,event,group" a line: lifetimes of fruit flies, as lifelines has them. */
export function waltons(): { time: number; isEvent: boolean; group: string }[] {
  const lines = readFileSync(waltonsFile, "utf8").trim().split("\n").slice(1);
  return lines.map((line) => {
    const [time = "", event = "", group = ""] = line.trim().split(",");
    return { time: Number(time), isEvent: event === "1", group };
  });
}
