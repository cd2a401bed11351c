import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { buildProgram } from "../../src/program.ts";
import { words } from "../../src/words.ts";
import { setupCrm, testWorld } from "../support/crm.ts";

describe("the help page", () => {
  it("names the manual, the reference and the tracker of problems", async () => {
    const { out } = await setupCrm()("--help");
    for (const place of ["man crm", "docs/commands.md", "issue tracker"]) expect(out).toContain(place);
  });

  it("is on standard output with 0, however it is asked for", async () => {
    const crm = setupCrm();
    const page = await crm("contact", "add", "--help");
    for (const asked of [
      ["contact", "add", "-h"],
      ["help", "contact", "add"],
      ["contact", "add", "Jane Roe", "--email", "jane@acme.example", "-h"],
    ])
      expect(await crm(...asked)).toEqual(page);
    expect(page).toMatchObject({ code: 0, err: "" });
    expect(await crm.json("contact", "list")).toEqual([]);
  });
});

describe("a word that is cut short", () => {
  it("is no command: scripts would break when there is another one that begins so", async () => {
    const program = await buildProgram(createApp(testWorld()), "all");
    const crm = setupCrm();
    for (const { name, verbs } of program.commands.map((noun) => ({
      name: noun.name(),
      verbs: noun.commands.map((verb) => verb.name()),
    }))) {
      const cut = name.slice(0, -1);
      if (!Object.hasOwn(words, cut)) expect((await crm(cut)).code, cut).toBe(2);
      for (const verb of verbs) {
        const short = verb.slice(0, -1);
        if (short !== "" && !verbs.includes(short))
          expect((await crm(name, short)).code, name + " " + short).toBe(2);
      }
    }
  });

  it("is no option either", async () => {
    const { code, err } = await setupCrm()("contact", "list", "--lim", "3");
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("--limit") });
  });
});

describe("a name without its quotes", () => {
  it("is said to want them", async () => {
    expect(await setupCrm()("contact", "add", "Jane", "Roe")).toEqual({
      code: 2,
      out: "",
      err: 'crm: add takes one word, not 2 (what belongs together stands in quotes, such as "Jane Roe"; see: crm contact add --help)\n',
    });
    expect((await setupCrm()("version", "now")).err).toBe(
      "crm: version takes no word, not 1 (see: crm version --help)\n",
    );
  });
});

describe("a command line that is not understood", () => {
  it.each([
    [["deal", "add"], "crm: missing required argument 'title' (see: crm deal add --help)\n"],
    [["--no-input", "deal", "--zzqx"], "crm: unknown option '--zzqx' (see: crm deal --help)\n"],
    [["--zzqx"], "crm: unknown option '--zzqx' (see: crm --help)\n"],
    [
      ["contact", "jane"],
      "crm: unknown command 'jane' (crm contact show jane shows one; see: crm contact --help)\n",
    ],
    [["tag", "jane"], "crm: unknown command 'jane' (see: crm tag --help)\n"],
    [["contact", "lsit"], "crm: unknown command 'lsit' (Did you mean list?) (see: crm contact --help)\n"],
  ])("%j leads to the page of the command that was meant", async (argv, err) => {
    const ran = await setupCrm()(...argv);
    expect(ran).toEqual({ code: 2, out: "", err });
  });
});
