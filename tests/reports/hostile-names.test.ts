import { expect, it } from "vitest";
import { acting } from "../output/hostile.ts";
import { setupCrm } from "../support/crm.ts";

const evil = "a\u001b[31mb\u001b]0;owned\u0007c\u009b2Jd\u202ee";

it("names of pipelines, fields and values in mails act on no terminal", async () => {
  const crm = setupCrm();
  await crm("pipeline", "add", "sales of Bonn", "--stages", "lead,talks");
  await crm("deal", "add", "Website", "--amount", "100", "--pipeline", "sales of Bonn");
  await crm("field", "add", "contact", "size");
  await crm("contact", "add", "Jane Roe", "--note", "x");
  await crm("template", "add", "hello", "--subject", "Hi", "--body", "Dear {{name}}");
  // As in a database that somebody sends: the command line takes none of these.
  for (const sql of [
    "UPDATE pipeline SET name = ? WHERE id = 2",
    "UPDATE custom_field SET name = ?",
    "UPDATE contact SET name = ?",
  ])
    crm.db.run(sql, [evil]);
  const lines = [
    ["report", "pipeline"],
    ["report", "funnel", "--pipeline", "2"],
    ["contact", "list", "--fields", "help"],
    ["mail", "compose", "1", "--template", "hello"],
  ];
  for (const line of lines) {
    const { out } = await crm(...line, "--format", "table");
    expect(out, line.join(" ")).toContain("abcde");
    expect(out, line.join(" ")).not.toMatch(acting);
  }
});
