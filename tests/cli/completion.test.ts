import { beforeAll, describe, expect, it } from "vitest";
import { type Crm, setupCrm } from "../support/crm.ts";
import { dump } from "../support/dump.ts";

let crm: Crm;
beforeAll(async () => {
  crm = setupCrm({ config: 'alias.due = "followup list"' });
  await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example", "--tag", "vip,two words");
  await crm("contact", "add", "$(touch x)", "--email", "evil@mail.example", "--first", "`id`");
  await crm("segment", "save", "west", "tag = vip");
});

const words = async (...typed: string[]) =>
  (await crm("completion", "words", "--", ...typed)).out.split("\n").filter((line) => line !== "");

describe("what a shell is told", () => {
  it("names words, aliases, verbs and options", async () => {
    expect(await words("con")).toEqual(expect.arrayContaining(["contact", "config"]));
    expect(await words("du")).toEqual(["due"]);
    expect(await words("contact", "sh")).toEqual(["show"]);
    expect(await words("contact", "list", "--fo")).toEqual(["--format"]);
    expect(await words("--json", "deal", "mo")).toEqual(["move"]);
    expect(await words("nonsense", "x")).toEqual([]);
  });

  it("names values: formats, settings, fields, stages, tags, segments, contacts", async () => {
    expect(await words("contact", "list", "--format", "j")).toEqual(["json"]);
    expect(await words("config", "set", "week")).toEqual(["week.start"]);
    expect(await words("contact", "list", "birth")).toEqual(["birthday"]);
    expect(await words("deal", "move", "1", "pro")).toEqual(["proposal"]);
    expect(await words("contact", "edit", "jane", "--tag", "")).toEqual(["vip"]);
    expect(await words("contact", "list", "--segment", "w")).toEqual(["west"]);
    expect(await words("segment", "show", "w")).toEqual(["west"]);
    expect(await words("contact", "show", "JA")).toEqual(["Jane", "jane@acme.example"]);
  });

  it("holds nothing that a shell could run or break at", async () => {
    for (const typed of ["", "$", "e", "`", "'"]) {
      for (const value of await words("contact", "show", typed)) expect(value).toMatch(/^[\w.@+-]+$/);
    }
    expect(await words("contact", "show", "$")).toEqual([]);
  });

  it("changes nothing, and is nothing when something is wrong", async () => {
    const before = dump(crm.db);
    await words("contact", "add", "--city", "Berl");
    expect(dump(crm.db)).toEqual(before);
    const broken = setupCrm({ config: "[" });
    expect(await broken("completion", "words", "--", "contact", "")).toEqual({ code: 0, out: "", err: "" });
  });

  it("is a script for each of four shells, and another is refused", async () => {
    for (const shell of ["bash", "zsh", "fish", "powershell"]) {
      expect((await crm("completion", shell)).out).toContain("crm completion");
    }
    expect(await crm("completion", "tcsh")).toMatchObject({ code: 2, out: "" });
  });
});
