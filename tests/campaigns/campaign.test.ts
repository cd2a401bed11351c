import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { splitOf } from "../../src/store/campaign/member.ts";
import { scratch } from "../support/built.ts";
import { setupCrm } from "../support/crm.ts";
import { codesOf, must, westCampaign } from "./people.ts";

describe("starting a campaign", () => {
  it("takes who agreed and says who is left out and why", async () => {
    const crm = await westCampaign();
    const { code, err } = await crm("campaign", "start", "spring");
    expect(code).toBe(0);
    expect(err).toMatchInlineSnapshot(`
      "left out, refused email: #3 Ida Lind
      left out, never agreed to email: #4 Max Vogt
      left out, no email address: #5 Lena Nord
      Started campaign 1 spring with 2 members (undo: crm undo)
      "
    `);
    expect(Object.keys(await codesOf(crm))).toEqual(["Jane Roe", "Tom Okafor"]);
  });

  it("has members of whom a few can be looked at", async () => {
    const crm = await westCampaign({ terminal: 80 });
    expect((await crm("campaign", "members", "spring")).err).toBe("no members\n");
    await must(crm, "campaign", "start", "spring");
    expect(await crm.json("campaign", "members", "spring", "--limit", "1")).toMatchObject([
      { name: "Jane Roe" },
    ]);
  });

  it("is refused where nobody agreed, with the reason and the way on", async () => {
    const crm = setupCrm();
    await must(crm, "contact", "add", "Max Vogt", "--email", "max@vogt.example");
    await must(crm, "campaign", "add", "cold", "--target", "name ~ Max");
    const { code, err } = await crm("campaign", "start", "cold");
    expect(code).toBe(1);
    expect(err).toContain("campaign cold may reach nobody: 1 never agreed to email");
    expect(err).toContain("--consent not-refused");
    expect(await crm("campaign", "start", "cold", "--consent", "not-refused")).toMatchObject({ code: 0 });
  });

  it("takes who refused only when --ignore-consent is typed, and keeps that", async () => {
    const crm = await westCampaign();
    const started = await crm.json("campaign", "start", "spring", "--ignore-consent");
    expect(started).toMatchObject({ members: 4, consent: "ignored" });
  });

  it("leaves out who fits the exclusion, and the second one with an address", async () => {
    const crm = await westCampaign();
    await must(crm, "contact", "add", "Jim Roe", "--email", "JANE@acme.example", "--tag", "west");
    await must(crm, "consent", "give", "jim", "--channel", "email");
    await must(crm, "campaign", "edit", "spring", "--exclude", "name = 'Tom Okafor'");
    const { leftOut } = await crm.json<{ leftOut: { name: string; reason: string }[] }>(
      "campaign",
      "start",
      "spring",
    );
    expect(leftOut.filter(({ name }) => /Tom|Jim/.test(name))).toMatchObject([
      { name: "Tom Okafor", reason: "excluded" },
      { name: "Jim Roe", reason: "same address as #1" },
    ]);
  });

  it("freezes the members: who comes later is none, and the target cannot be changed", async () => {
    const crm = await westCampaign();
    await must(crm, "campaign", "start", "spring");
    await must(crm, "contact", "add", "New One", "--email", "new@one.example", "--tag", "west");
    expect(await crm.json("campaign", "show", "spring")).toMatchObject({ members: 2 });
    expect(await crm("campaign", "edit", "spring", "--target", "tag = vip")).toMatchObject({ code: 1 });
    expect(await crm("campaign", "start", "spring")).toMatchObject({ code: 1 });
  });

  it("needs a target, unless it is an advert or a fair", async () => {
    const crm = setupCrm();
    await must(crm, "campaign", "add", "fair", "--channel", "meeting", "--purpose", "leads");
    const { code, err } = await crm("campaign", "start", "fair");
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining("no target") });
    expect(await crm("campaign", "start", "fair", "--open")).toMatchObject({ code: 0 });
  });

  it("is undone and done again with the same codes", async () => {
    const crm = await westCampaign();
    await must(crm, "campaign", "start", "spring", "--split", "A,B");
    const before = await codesOf(crm);
    await must(crm, "undo");
    expect(await crm.json("campaign", "show", "spring")).toMatchObject({ members: 0, status: "planned" });
    await must(crm, "redo");
    expect(await codesOf(crm)).toEqual(before);
  });
});

describe("a split", () => {
  const ids = Array.from({ length: 101 }, (_, i) => i + 1);

  it("gives the same people the same letter for the same seed, and others for another", () => {
    expect(splitOf(ids, ["A", "B"], "1")).toEqual(splitOf([...ids].reverse(), ["A", "B"], "1"));
    expect(splitOf(ids, ["A", "B"], "2")).not.toEqual(splitOf(ids, ["A", "B"], "1"));
  });

  it("makes groups of equal size, or by the shares that are named", () => {
    const sizes = (letters: string[]) => {
      const all = [...splitOf(ids, letters, "1").values()];
      return ["A", "B"].map((letter) => all.filter((one) => one === letter).length);
    };
    expect(sizes(["A", "B"])).toEqual([51, 50]);
    expect(sizes(["A", "A", "B"])).toEqual([68, 33]);
  });
});

describe("planning a campaign", () => {
  it.each([
    [["campaign", "add", "x", "--purpose", "leeds"], 2, 'Did you mean "leads"'],
    [["campaign", "add", "x", "--target", "citty = Berlin"], 2, '--target: unknown contact field "citty"'],
    [["campaign", "add", "x", "--from", "2026-12-01", "--to", "2026-11-01"], 2, "before it begins"],
    [["campaign", "add", "x", "--cost", "-5"], 2, "below zero"],
    [["campaign", "add", "x", "--template", "none"], 3, 'no template "none"'],
    [["campaign", "show", "summer"], 3, 'no campaign "summer"'],
    [["campaign", "respond", "spring", "jane"], 1, "has not started yet"],
    [["campaign", "mail", "spring"], 1, "has not started"],
    [["campaign", "add", "Spring"], 4, 'there is a campaign "spring" already'],
  ])("%j ends with %d", async (argv, exit, message) => {
    const { code, err } = await (await westCampaign())(...argv);
    expect({ code, err }).toEqual({ code: exit, err: expect.stringContaining(message) });
  });

  it("is found, filtered, exported and in the history, and goes with all that belongs to it", async () => {
    const crm = await westCampaign();
    await must(crm, "campaign", "start", "spring");
    await must(crm, "campaign", "respond", "spring", "jane");
    expect(await must(crm, "find", "spring")).toContain("campaign\t1\tspring");
    expect(await must(crm, "contact", "list", "campaign = spring and not responded = spring", "-q")).toBe(
      "2\n",
    );
    expect(await must(crm, "export", "campaigns", "purpose = loyalty")).toContain("spring");
    expect(await must(crm, "history", "campaign", "spring")).toContain("campaign response\tnew: reply");
    await must(crm, "campaign", "delete", "spring", "--yes");
    expect(crm.db.all("SELECT * FROM campaign_member")).toEqual([]);
    await must(crm, "undo");
    expect(await crm.json("campaign", "show", "spring")).toMatchObject({ members: 2, responded: 1 });
  });
});

describe("the mails of a campaign", () => {
  it("are drafts with the person's own words, code and a way out, written once", async () => {
    const crm = await westCampaign();
    await must(crm, "campaign", "start", "spring");
    const directory = join(scratch(), "mails");
    await must(crm, "campaign", "mail", "spring", "--out", directory);
    const code = (await codesOf(crm))["Jane Roe"]!;
    expect(readdirSync(directory)).toHaveLength(2);
    const mail = readFileSync(join(directory, "0001-" + code + ".eml"), "utf8");
    expect(mail).toContain("Subject: Hello Jane");
    expect(mail).toContain('Answer with "unsubscribe ' + code + '"');
    expect(mail).toContain("List-Unsubscribe: <mailto:me@studio.example?subject=unsubscribe%20" + code + ">");
    writeFileSync(join(directory, "0001-" + code + ".eml"), "mine");
    expect((await crm("campaign", "mail", "spring", "--out", directory)).err).toContain("Wrote 0 drafts");
    expect(readFileSync(join(directory, "0001-" + code + ".eml"), "utf8")).toBe("mine");
  });

  it("are a mail-merge file with the address of each", async () => {
    const crm = await westCampaign();
    await must(crm, "contact", "edit", "jane", "--city", "Berlin");
    await must(crm, "campaign", "start", "spring");
    const [head, jane] = (await must(crm, "campaign", "mail", "spring", "--csv", "-")).split("\n");
    expect(head).toMatch(
      /^contactId,name,email,firstName,lastName,company,street,postalCode,city,country,code/,
    );
    expect(jane).toMatch(/^1,Jane Roe,jane@acme.example,Jane,Roe,Acme,,,Berlin,,/);
  });

  it("leave out who refused after the start, and who was marked as reached", async () => {
    const crm = await westCampaign();
    await must(crm, "campaign", "start", "spring");
    await must(crm, "consent", "withdraw", "jane");
    await must(crm, "campaign", "mark", "spring", "tom", "--as", "sent");
    const { out, err } = await crm("campaign", "mail", "spring", "-q", "--json");
    expect(out).not.toContain("Jane");
    expect(err).toBe("");
    const said = await crm("campaign", "mail", "spring");
    expect(said.err).toContain("not now, refused since the start: Jane Roe");
    expect(said.err).toContain("not now, sent already: Tom Okafor");
  });

  it("take the template of the letter in a split", async () => {
    const crm = await westCampaign();
    await must(crm, "template", "add", "short", "--subject", "Hi", "--body", "Hi");
    await must(crm, "campaign", "start", "spring", "--split", "A,B");
    const rows = await crm.json<{ variant: string; subject: string }[]>(
      ...["campaign", "mail", "spring", "--template", "A=hello,B=short"],
    );
    expect(rows.map(({ variant, subject }) => variant + ": " + subject.slice(0, 5)).sort()).toEqual([
      "A: Hello",
      "B: Hi",
    ]);
    const missing = await crm("campaign", "mail", "spring", "--template", "A=hello");
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining("no template for the letter B") });
  });

  it("writes nothing in a dry run", async () => {
    const crm = await westCampaign();
    await must(crm, "campaign", "start", "spring");
    const directory = join(scratch(), "mails");
    await must(crm, "campaign", "mail", "spring", "--out", directory, "--dry-run");
    expect(existsSync(directory)).toBe(false);
  });
});

describe("what comes back", () => {
  it("is noted by contact and by code, each once a day", async () => {
    const crm = await westCampaign();
    await must(crm, "campaign", "start", "spring");
    const codes = await codesOf(crm);
    await must(crm, "campaign", "respond", "spring", "jane", "--kind", "reply");
    const again = await crm(
      "campaign",
      "respond",
      "--code",
      codes["Jane Roe"]!.toLowerCase(),
      "--kind",
      "reply",
    );
    expect(again.err).toContain("known already");
    await must(crm, "campaign", "respond", "--code", codes["Tom Okafor"]!, "--kind", "click");
    expect(await crm.json("campaign", "show", "spring")).toMatchObject({ responded: 2 });
  });

  it("comes from a file by code or email, and the same file again changes nothing", async () => {
    const crm = await westCampaign();
    await must(crm, "campaign", "start", "spring");
    const code = (await codesOf(crm))["Jane Roe"];
    const file =
      "Code;E-Mail;Event;Date\n" + code + ";;click;2026-11-21\n;tom@okafor.example;unsubscribe;2026-11-21\n";
    const first = await crm.withInput(file, "campaign", "respond", "spring", "--file", "-");
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining("Noted 2 responses") });
    const second = await crm.withInput(file, "campaign", "respond", "spring", "--file", "-");
    expect(second.err).toContain("Noted 0 responses, 2 known already");
  });

  it("refuses a whole file for one bad row, and names it", async () => {
    const crm = await westCampaign();
    await must(crm, "campaign", "start", "spring");
    const file = "email,kind\njane@acme.example,click\nnobody@x.example,click\n";
    const { code, err } = await crm.withInput(file, "campaign", "respond", "spring", "--file", "-");
    expect({ code, err }).toMatchObject({ code: 3, err: expect.stringContaining("line 3: no contact") });
    expect(crm.db.all("SELECT * FROM campaign_response")).toEqual([]);
  });

  it("withdraws consent when somebody unsubscribes", async () => {
    const crm = await westCampaign();
    await must(crm, "campaign", "start", "spring");
    const { err } = await crm("campaign", "respond", "spring", "jane", "--kind", "unsubscribe");
    expect(err).toContain("consent is withdrawn");
    expect(await crm.json("consent", "list", "jane", "--limit", "1")).toMatchObject([
      { channel: "email", purpose: "marketing", state: "withdrawn", source: "campaign spring" },
    ]);
    await must(crm, "campaign", "add", "summer", "--target", "tag = west");
    expect((await crm("campaign", "start", "summer", "-n")).err).toContain("refused email: #1 Jane Roe");
  });

  it("marks a mail that came back, which is no answer", async () => {
    const crm = await westCampaign();
    await must(crm, "campaign", "start", "spring");
    await must(crm, "campaign", "respond", "spring", "jane", "--kind", "bounce");
    expect(await crm.json("campaign", "show", "spring")).toMatchObject({ bounced: 1, responded: 0 });
  });

  it("cannot lie before the beginning", async () => {
    const crm = await westCampaign();
    await must(crm, "campaign", "start", "spring");
    const { code, err } = await crm("campaign", "respond", "spring", "jane", "--at", "2026-11-01");
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringContaining("before campaign spring began"),
    });
  });
});
