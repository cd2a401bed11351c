import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { personalTables } from "../../src/store/person.ts";
import { scratch } from "../support/built.ts";
import { setupCrm } from "../support/crm.ts";

/** "zebra" stands wherever something can be written about a person, but in no name: only its own table knows whose it is. */
const story = [
  ["contact", "add", "Tom Okafor"],
  ["contact", "edit", "1", "--email", "zebra@acme.example", "--phone", "+49 30 23125 120", "--tag", "vip"],
  ["contact", "edit", "1", "--street", "Zebra 1", "--link", "https://zebra.example", "--note", "zebra"],
  [
    "contact",
    "edit",
    "1",
    "--birthday",
    "4 May",
    "--date",
    "zebra day: 2019-05-04",
    "--every",
    "6 weeks",
    "--company",
    "Acme",
    "--role",
    "zebra",
  ],
  ["field", "add", "contact", "pet"],
  ["contact", "edit", "1", "--set", "pet=zebra", "--with", "ben"],
  ["contact", "add", "Double Zebra"],
  ["contact", "merge", "1", "3", "--yes"],
  ["contact", "distinct", "1", "2"],
  ["relation", "add", "1", "referred by", "2", "--note", "zebra"],
  ["deal", "add", "zebra", "--contact", "1", "--amount", "5000", "--tag", "vip"],
  ["deal", "add", "of Tom", "--contact", "2", "--also", "1"],
  ["agreement", "add", "--contact", "1", "--perk", "zebra"],
  ["quote", "add", "1", "--deal", "1", "--line", "Setup x 1 @ 400", "--terms", "zebra", "--note", "zebra"],
  ["quote", "decline", "1", "--reason", "zebra"],
  ["order", "add", "1", "--line", "Logo x 1 @ 450", "--note", "zebra"],
  ["invoice", "add", "R-1", "1", "--amount", "120", "--note", "zebra"],
  ["payment", "add", "R-1", "--note", "zebra"],
  ["ticket", "add", "1", "zebra", "--type", "question", "--note", "zebra"],
  ["ticket", "reply", "1", "zebra"],
  ["log", "call", "1", "zebra"],
  ["followup", "add", "zebra", "--for", "1", "--due", "yesterday"],
  ["remind"],
  ["consent", "give", "1", "--channel", "email", "--wording", "zebra"],
  ["lead", "checklist", "add", "has budget"],
  ["lead", "qualify", "1", "--met", "has budget", "--answer", "zebra"],
  ["survey", "add", "yearly"],
  ["survey", "answer", "yearly", "1", "9", "--comment", "zebra"],
  ["campaign", "add", "spring", "--purpose", "loyalty", "--channel", "email", "--target", "tag = vip"],
  ["campaign", "start", "spring"],
  ["campaign", "respond", "spring", "1", "--note", "zebra"],
];

async function withEverything() {
  const home = scratch();
  const crm = setupCrm({ file: join(home, "crm.db") });
  const done = async (line: readonly string[]) => {
    const { code, err } = await crm(...line);
    if (code !== 0) throw new Error(line.join(" ") + ": " + err);
  };
  writeFileSync(join(home, "people.csv"), "id,name\nzebra-7,Jane Roe\n");
  await done(["import", "contacts", join(home, "people.csv")]);
  for (const line of story) await done(line);
  writeFileSync(join(home, "zebra.txt"), "zebra");
  await done(["attach", "1", join(home, "zebra.txt"), "--copy"]);
  // What a line costs less for, a member's code and a mail are not typed.
  crm.db.run("UPDATE quote_line SET reason = 'zebra'");
  crm.db.run("UPDATE campaign_member SET code = 'zebra-1'");
  crm.db.run(
    "INSERT INTO campaign_mail (campaign_id, contact_id, address_key, message_id, claimed_at)" +
      " VALUES (1, 1, 'zebra@acme.example', '<zebra@crm.example>', '2026-11-21T09:00:00Z')",
  );
  return crm;
}

describe("an erasure", () => {
  it("reaches every table that can hold something about a person", async () => {
    const crm = await withEverything();
    const without = Object.entries(personalTables).filter(
      ([table, { where }]) => crm.db.get(`SELECT 1 FROM ${table} WHERE ${where}`, { id: 1 }) === undefined,
    );
    // A table that the story does not fill could be forgotten without this test noticing.
    expect(without.map(([table]) => table)).toEqual([]);
    expect((await crm("contact", "erase", "1", "--confirm", "Jane Roe")).code).toBe(0);
    const kept = Object.entries(personalTables).filter(
      ([table, { where, erase }]) =>
        erase === "delete" && crm.db.get(`SELECT 1 FROM ${table} WHERE ${where}`, { id: 1 }) !== undefined,
    );
    expect(kept.map(([table]) => table)).toEqual([]);
    // Its rows name a follow-up, which is gone.
    expect(crm.db.get("SELECT 1 FROM reminder")).toBe(undefined);
    const tables = crm.db.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'");
    const holding = tables.filter(({ name }) =>
      JSON.stringify(crm.db.all(`SELECT * FROM "${name}"`)).match(/zebra|jane|23125|52132/i),
    );
    expect(holding).toEqual([]);
  });
});
