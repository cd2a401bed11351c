import { describe, expect, it } from "vitest";
import { consentAnswers, mayReachSql, refuses } from "../../src/store/consent.ts";
import { setupCrm } from "../support/crm.ts";

async function withJaneAndTom() {
  const crm = setupCrm();
  await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example");
  await crm("contact", "add", "Tom Okafor", "--email", "tom@okafor.example");
  return crm;
}

describe("consent", () => {
  it("is refused for every channel and purpose when nothing else is said", async () => {
    const crm = await withJaneAndTom();
    await crm("consent", "withdraw", "jane");
    expect(refuses(crm.db, 1, "email")).toBe(true);
    expect(refuses(crm.db, 1, "call", "renewals")).toBe(true);
    expect(refuses(crm.db, 2, "email")).toBe(false);
  });

  it("holds as it was said last, and the ledger keeps what was said before", async () => {
    const crm = await withJaneAndTom();
    await crm("consent", "withdraw", "jane", "--at", "2026-11-01");
    await crm("consent", "give", "jane", "--channel", "email", "--at", "2026-11-10", "--source", "web form");
    expect(refuses(crm.db, 1, "email")).toBe(false);
    expect(refuses(crm.db, 1, "call")).toBe(true);
    const rows = await crm.json<{ state: string; source: string | null }[]>("consent", "list", "jane");
    expect(rows.map(({ state, source }) => [state, source])).toEqual([
      ["given", "web form"],
      ["withdrawn", null],
    ]);
  });

  it("says for which purpose, where what holds for one is not what holds for the others", async () => {
    const crm = await withJaneAndTom();
    const one = await crm("consent", "withdraw", "jane", "--channel", "email");
    expect(one.err).toContain("now: email withdrawn\n");
    const two = await crm("consent", "give", "jane", "--now", "2026-11-22");
    expect(two.err).toContain("now: any given for marketing, email withdrawn for all else\n");
    expect(refuses(crm.db, 1, "email")).toBe(false);
    const card = (await crm("contact", "show", "jane", "--format", "table", "--no-color")).out;
    expect(card).toContain(
      "agreed to any channel for marketing (2026-11-22) · refuses email for all else (2026-11-21)",
    );
    const three = await crm("consent", "withdraw", "jane", "--channel", "call", "--now", "2026-11-23");
    expect(three.err).toContain("now: call withdrawn for any purpose, any given for marketing");
  });

  it("lists all that was said, however much, unless --limit asks for less", async () => {
    const crm = setupCrm();
    const rows = Array.from({ length: 120 }, (_, i) => `P${i},p${i}@acme.example,yes\n`).join("");
    await crm.withInput("name,email,Email Opt Out\n" + rows, "import", "contacts", "-");
    expect(await crm.json<unknown[]>("consent", "list")).toHaveLength(120);
    expect(await crm.json<unknown[]>("consent", "list", "--limit", "7")).toHaveLength(7);
  });

  it("goes by the day on which it was said, not by the day on which it was noted", async () => {
    const crm = await withJaneAndTom();
    await crm("consent", "withdraw", "jane", "--channel", "email", "--at", "2026-11-10");
    await crm("consent", "give", "jane", "--channel", "email", "--at", "2026-11-01");
    expect(refuses(crm.db, 1, "email")).toBe(true);
  });

  it("is for one purpose when given, so that another one is not agreed to", async () => {
    const crm = await withJaneAndTom();
    await crm("consent", "give", "jane", "--channel", "email", "--purpose", "newsletter");
    const reach = (purpose: string) =>
      crm.db
        .all<{ id: number }>("SELECT id FROM contact WHERE " + mayReachSql("given"), ["email", purpose])
        .map(({ id }) => id);
    expect([reach("newsletter"), reach("marketing")]).toEqual([[1], []]);
  });

  it("can be filtered by: yes, no, or never said", async () => {
    const crm = await withJaneAndTom();
    await crm("contact", "add", "Ida Lind");
    await crm("consent", "give", "1", "--channel", "email");
    await crm("consent", "withdraw", "2", "--channel", "email");
    const ids = async (filter: string) => (await crm("contact", "list", filter, "-q")).out.trim();
    expect(await ids("consent.email = yes")).toBe("1");
    expect(await ids("consent.email = no")).toBe("2");
    expect(await ids("consent.email:empty")).toBe("3");
  });

  it("names on the card what holds, not what was overtaken", async () => {
    const crm = await withJaneAndTom();
    await crm("consent", "give", "jane", "--channel", "email,call", "--at", "2026-10-01");
    await crm("consent", "withdraw", "jane", "--channel", "call", "--at", "2026-11-01");
    expect(consentAnswers(crm.db, 1).map(({ channel, purpose, state }) => [channel, purpose, state])).toEqual(
      [
        ["call", "any", "withdrawn"],
        ["email", "marketing", "given"],
      ],
    );
    const card = (await crm("contact", "show", "jane", "--format", "table")).out;
    expect(card).toContain("refuses call (2026-11-01) · agreed to email for marketing (2026-10-01)");
  });

  it("is taken back by undo, exactly", async () => {
    const crm = await withJaneAndTom();
    await crm("consent", "withdraw", "jane");
    await crm("undo");
    expect(refuses(crm.db, 1, "email")).toBe(false);
  });
});
