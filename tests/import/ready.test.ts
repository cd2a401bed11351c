import { describe, expect, it } from "vitest";
import { understandFile } from "../../src/import/ready.ts";

describe("the rows that settle what columns hold", () => {
  it("are without an order that was left out, its further lines included", () => {
    const header = ["Name", "Financial Status", "Created at", "Total", "Email", "Lineitem price"];
    const sample = [
      ["#1", "voided", "2026-11-01", "10.00", "jane@acme.example", "5.00"],
      ["#1", "", "", "", "jane@acme.example", "5.00"],
      ["#2", "paid", "2026-11-02", "20.00", "tom@okafor.example", "20.00"],
      ["#2", "", "", "", "tom@okafor.example", "1.00"],
    ];
    const info = { encoding: "UTF-8", delimiter: ",", header, headerLine: 1, notes: [], sample };
    const asked = { from: "shopify", map: undefined, extra: "ignore", ownFields: [] } as const;
    const task = { noun: "orders", file: "a.csv", ...asked } as const;
    const { table, sieve } = understandFile(info, task);
    expect(table.sample).toEqual(sample.slice(2));
    expect(sample.map(sieve.leaveOut)).toEqual([
      "lines of orders that were voided",
      "lines of orders that were voided",
      null,
      null,
    ]);
  });
});
