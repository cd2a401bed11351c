import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { helpGroups } from "../../src/commands/help-page.ts";
import { run } from "../../src/main.ts";
import { words } from "../../src/words.ts";
import { setupCrm, testWorld } from "../support/crm.ts";

describe("a first run", () => {
  it("without a database shows the first steps and not the whole help", async () => {
    let out = "";
    const world = testWorld();
    const env = { CRM_DB: join(tmpdir(), "crm-none", "none.db") };
    const look = () => world.open("", "read");
    expect(await run([], createApp({ ...world, env, look, out: (text) => (out += text) }))).toBe(0);
    expect(out.split("\n").length).toBeLessThan(12);
    for (const step of [
      "crm init",
      "crm import contacts FILE -n",
      'crm contact add "Jane Roe"',
      "crm help",
    ]) {
      expect(out).toContain(step);
    }
    expect(out).toContain(env.CRM_DB);
  });
});

describe("the help page", () => {
  it("has the commands in groups before the options", async () => {
    const { out } = await setupCrm()("help");
    const headings = out.match(/^[A-Z].*:$/gm);
    expect(headings?.slice(0, 2)).toEqual(["Start here:", "People:"]);
    expect(headings?.slice(-2)).toEqual(["Examples:", "Options:"]);
    expect(out.indexOf("\n  contact ")).toBeLessThan(out.indexOf("--dry-run"));
  });

  it("has every word in one group", () => {
    expect(Object.values(helpGroups).flat().sort()).toEqual(Object.keys(words).sort());
  });
});

describe("a word that is none", () => {
  for (const [line, guess] of [
    ["search jane", "crm find"],
    ["add contact", "crm contact add"],
    ["new customers", "crm contact add"],
    ["list companies", "crm company list"],
    ["contacts", "crm contact"],
    ["opportunity", "crm deal"],
    ["contcat list", "crm contact"],
  ] as const) {
    it(`such as "${line}" gets ${guess} suggested`, async () => {
      const { code, err } = await setupCrm()(...line.split(" "));
      expect(code).toBe(2);
      expect(err).toContain('Did you mean "' + guess + '"? (all commands: crm help)');
      expect(err.trim().split("\n")).toHaveLength(1);
    });
  }

  it("and is near to nothing gets no guess", async () => {
    expect((await setupCrm()("xyzzyx")).err).toBe('crm: unknown command "xyzzyx" (all commands: crm help)\n');
  });
});

describe("crm init", () => {
  it("keeps the zone of --tz, which names it for every command, when --timezone does not", async () => {
    const crm = setupCrm();
    expect(await crm.json("init", "--tz", "Asia/Tokyo")).toMatchObject({ timezone: "Asia/Tokyo" });
    expect((await crm("config", "get", "timezone")).out).toBe("Asia/Tokyo\n");
    const both = ["init", "--tz", "Asia/Tokyo", "--timezone", "Europe/Berlin"];
    expect(await crm.json(...both)).toMatchObject({ timezone: "Europe/Berlin" });
  });
});

describe("undo of more than there is", () => {
  it("takes back what there is and says that it was less", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    const { code, err } = await crm("undo", "3");
    expect(code).toBe(0);
    expect(err).toBe(
      "Undone: #1 crm contact add 'Jane Roe' (back: crm redo)\nThat is all there was: 1 of 3\n",
    );
  });
});

describe("undo as a dry run", () => {
  it("says what it would take back, and redo what it would do again", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    const line = ": #1 crm contact add 'Jane Roe' (dry run: nothing was written)\n";
    expect((await crm("undo", "-n")).err).toBe("Would undo" + line);
    await crm("undo");
    expect((await crm("redo", "-n")).err).toBe("Would do again" + line);
  });
});

describe("the history", () => {
  it("tells redo from undo, through several of them", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    const states = async () => (await crm.json<{ state: string }[]>("history")).map(({ state }) => state);
    await crm("undo");
    expect(await states()).toEqual(["undo", "undone"]);
    await crm("redo");
    expect(await states()).toEqual(["redo", "undone", null]);
    await crm("undo");
    expect((await states())[0]).toBe("undo");
    await crm("redo");
    expect((await states())[0]).toBe("redo");
  });
});

describe("the history of a contact", () => {
  it("says of a new job no more than that it is one, until they leave", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--company", "Acme");
    const { out } = await crm("history", "contact", "1", "--format", "csv");
    expect(out).toMatch(/,employment,new$/m);
  });
});
