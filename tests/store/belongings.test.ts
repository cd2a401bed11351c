import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

const calls = "Id,Title,Due,Contact,Email\nF7,call back,2026-12-01,Jane Roe,jane@acme.example\n";

describe("a record that is deleted", () => {
  it("takes the foreign ids of what goes with it along, so that an import makes it anew", async () => {
    const crm = setupCrm();
    await crm.withInput(calls, "import", "followups", "-");
    expect(crm.db.all("SELECT noun, key FROM external_id WHERE noun = 'followup'")).toHaveLength(1);
    await crm("contact", "delete", "jane", "--yes");
    expect(crm.db.all("SELECT noun, key FROM external_id")).toEqual([]);
    const again = await crm.withInput(calls, "import", "followups", "-", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ created: 1 });
    expect(await crm.json("followup", "list")).toMatchObject([{ title: "call back" }]);
  });

  it("leaves no relation, collaborator, document or foreign id behind, and an undo brings them back", async () => {
    const crm = setupCrm();
    await crm("campaign", "add", "spring", "--target", "name ~ Jane");
    await crm("contact", "add", "Jane Roe");
    await crm("relation", "add", "campaign:spring", "works with", "jane");
    const left = () =>
      ["relation", "collaborator", "attachment", "external_id"].map(
        (table) => crm.db.get<{ n: number }>("SELECT count(*) AS n FROM " + table)?.n,
      );
    crm.db.run("INSERT INTO collaborator (noun, record_id, user) VALUES ('campaign', 1, 'ben')");
    crm.db.run(
      "INSERT INTO external_id (noun, source, key, record_id) VALUES ('campaign', 'other', 'C1', 1)",
    );
    await crm("attach", "campaign:spring", "package.json");
    expect(left()).toEqual([1, 1, 1, 1]);
    await crm("campaign", "delete", "spring", "--yes");
    expect(left()).toEqual([0, 0, 0, 0]);
    await crm("undo");
    expect(left()).toEqual([1, 1, 1, 1]);
  });
});
