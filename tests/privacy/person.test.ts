import { describe, expect, it } from "vitest";
import { impersonalTables, ownRecords, personalTables } from "../../src/store/person.ts";
import { setupCrm } from "../support/crm.ts";

function tablesOf(crm: ReturnType<typeof setupCrm>): string[] {
  return crm.db
    .all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .map(({ name }) => name)
    .filter((name) => !/^(sqlite_|journal_|search)/.test(name));
}

describe("the list of tables with personal data", () => {
  it("names every table of the schema, either with its rows or with the reason why it has none", () => {
    const named = [...Object.keys(personalTables), ...Object.keys(impersonalTables)];
    expect(named.sort()).toEqual(tablesOf(setupCrm()).sort());
  });

  it("holds every table that refers to a contact", () => {
    const crm = setupCrm();
    const referring = tablesOf(crm).filter((table) =>
      crm.db
        .all<{ to: string }>('SELECT "table" AS "to" FROM pragma_foreign_key_list(?)', [table])
        .some(({ to }) => to === "contact"),
    );
    expect(referring.filter((table) => !(table in personalTables))).toEqual([]);
  });

  it("has conditions that the schema understands", () => {
    const { db } = setupCrm();
    for (const [table, { where }] of Object.entries(personalTables)) {
      expect(db.all(`SELECT count(*) AS n FROM ${table} WHERE ${where}`, { id: 1 })).toEqual([{ n: 0 }]);
    }
    for (const ids of Object.values(ownRecords))
      expect(db.all(`SELECT * FROM ${ids}`, { id: 1 })).toEqual([]);
  });
});
