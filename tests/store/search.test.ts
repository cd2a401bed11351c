import { beforeAll, describe, expect, it } from "vitest";
import { searchRecords } from "../../src/store/search.ts";
import { type Crm, setupCrm } from "../support/crm.ts";

describe("search", () => {
  let crm: Crm;
  beforeAll(async () => {
    crm = setupCrm();
    await crm("config", "set", "country", "DE");
    await crm(
      "contact",
      "add",
      "Jane Roe",
      "--email",
      "jane@acme.example",
      "--company",
      "Acme",
      "--phone",
      "030 23125 120",
    );
    await crm(
      "contact",
      "add",
      "Zoë Müller",
      "--email",
      "zoe@mueller-soehne.example",
      "--note",
      "met at the fair",
    );
    await crm("deal", "add", "Website relaunch", "--contact", "jane");
    await crm("log", "call", "zoë", "wants a catalogue");
  });

  const found = (text: string) =>
    searchRecords(crm.db, { text, limit: 10 })
      .map(({ noun, id }) => noun + " " + id)
      .sort();

  it.each([
    ["jane", ["contact 1"]],
    ["ROE", ["contact 1"]],
    ["muller", ["contact 2"]],
    ["zoe mull", ["contact 2"]],
    ["ja ro", ["contact 1"]],
    ["jane@acme.example", ["contact 1"]],
    ["soehne", ["contact 2"]],
    ["acme", ["company 1", "contact 1"]],
    ["fair", ["contact 2"]],
    ["catalog", ["activity 1"]],
    ["relaunch web", ["deal 1"]],
    ["+49 30 23125-120", ["contact 1"]],
    ["(030) 23125120", ["contact 1"]],
    ["5120", ["contact 1"]],
    ["nobody", []],
    ["!?", []],
    ['" OR "', []],
    ["jane tom", []],
  ])("%s finds %j", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it("finds in names only when asked to", () => {
    expect(searchRecords(crm.db, { text: "acme", noun: "contact", nameOnly: true, limit: 10 })).toEqual([]);
    expect(searchRecords(crm.db, { text: "jan", noun: "contact", nameOnly: true, limit: 10 })).toHaveLength(
      1,
    );
  });

  it("follows a company's new name to its people", async () => {
    await crm("company", "edit", "acme", "--name", "Zenith");
    expect(found("zenith")).toEqual(["company 1", "contact 1"]);
    expect(found("acme")).toEqual(["contact 1"]);
  });
});

describe("an index that is brought up to date only where it has to be", () => {
  it("finds a contact by its new name, and no longer by the old one, after edits that change no text", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example", "--note", "likes tea");
    await crm("contact", "edit", "1", "--city", "Berlin", "--tag", "vip");
    expect(await crm.json("find", "tea")).toHaveLength(1);
    await crm("contact", "edit", "1", "--name", "Jane Vogt");
    expect(await crm.json("find", "roe")).toEqual([]);
    expect(await crm.json("find", "vogt")).toHaveLength(1);
    await crm("contact", "edit", "1", "--note", "likes coffee");
    expect(await crm.json("find", "tea")).toEqual([]);
    expect(await crm.json("find", "coffee")).toHaveLength(1);
  });
});

describe("text without blanks between words", () => {
  it("is found from the middle of a name, a title and what was said, not only from the beginning", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "田中さくら", "--company", "株式会社さくら");
    await crm("deal", "add", "とても長い名前の案件", "--contact", "1");
    await crm("log", "call", "1", "長いメモ");
    await crm("contact", "add", "สมชาย ใจดี");
    const found = (text: string) =>
      searchRecords(crm.db, { text, limit: 10 }).map(({ noun, id }) => noun + " " + id);
    expect(found("長い")).toEqual(["activity 1", "deal 1"]);
    expect(found("さくら").sort()).toEqual(["company 1", "contact 1"]);
    expect(found("名前 案件")).toEqual(["deal 1"]);
    expect(found("ชาย")).toEqual(["contact 2"]);
    expect(found("山田")).toEqual([]);
    expect(searchRecords(crm.db, { text: "長い", limit: 1 })).toHaveLength(1);
    expect((await crm("contact", "show", "さくら")).code).toBe(0);
  });
});
