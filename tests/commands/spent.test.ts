import { expect, test } from "vitest";
import { setupCrm } from "../support/crm.ts";

/** Bought for Swiss francs only, every ten days until the end of August, in a database that counts in euro. */
async function withSwiss() {
  const crm = setupCrm({ env: { NO_COLOR: "1" }, terminal: 100 });
  await crm("contact", "add", "Urs Frei", "--company", "Alp");
  for (const date of ["2026-08-01", "2026-08-11", "2026-08-21"]) {
    await crm("order", "add", "urs", "--amount", "1000 CHF", "--date", date, "--now", date);
  }
  return crm;
}

test("who buys in another currency is worth that money everywhere", async () => {
  const crm = await withSwiss();
  const shown = [["contact", "show", "urs"], ["brief", "urs"], ["today"]];
  for (const words of shown) {
    const { out } = await crm(...words);
    expect(out).toContain("3,000.00 CHF in 3 orders");
    expect(out).not.toContain("0.00 EUR");
  }
  expect((await crm("contact", "show", "urs")).out).toContain("average 1,000.00 CHF");
});

test("a second currency stands beside the first, without an average over both", async () => {
  const crm = await withSwiss();
  await crm("order", "add", "urs", "--amount", "500", "--date", "2026-08-22");
  await crm("order", "add", "urs", "--amount", "90 JPY", "--date", "2026-08-23");
  const { out } = await crm("contact", "show", "urs");
  expect(out).toContain("3,000.00 CHF + 500.00 EUR + 90 JPY in 5 orders");
  expect(out).not.toContain("average");
});

test("in a list what was spent in the own currency is empty, not nothing, beside what it was in others", async () => {
  const crm = await withSwiss();
  await crm("contact", "add", "Ann Nobody");
  expect(await crm.json("contact", "list", "--fields", "name,orders,spent,spentIn", "--sort", "id")).toEqual([
    { name: "Urs Frei", orders: 3, spentMinor: null, spentIn: ["3000.00 CHF"] },
    { name: "Ann Nobody", orders: 0, spentMinor: 0, spentIn: [] },
  ]);
});
