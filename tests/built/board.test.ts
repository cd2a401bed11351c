import { describe, expect, it } from "vitest";
import { runBuilt, scratch } from "../support/built.ts";
import { onTerminal } from "../support/pty.ts";

function deals(): string {
  const home = scratch();
  runBuilt(["contact", "add", "Jane Roe", "--company", "Acme"], { home });
  runBuilt(["deal", "add", "Website", "--contact", "1", "--amount", "5000"], { home });
  runBuilt(["deal", "add", "Audit", "--contact", "1", "--amount", "900"], { home });
  return home;
}

const stageOf = (home: string, deal: string) =>
  (JSON.parse(runBuilt(["deal", "show", deal, "--json"], { home }).out) as { stage: string }).stage;

describe("the board on a terminal", () => {
  it("moves the chosen deal with > and <, takes it back with u, and Esc leaves", async () => {
    const home = deals();
    const session = onTerminal(["deal", "board"], { home, columns: 120 });
    await session.until(">#1 Website");
    session.type("\u001b[B");
    await session.until(">#2 Audit");
    session.type(">");
    await session.until("Moved deal 2 Audit to qualified");
    session.type("\u001b[D");
    await session.until(">#1 Website");
    session.type(".");
    await session.until("Moved deal 1 Website to qualified");
    session.type("u");
    await session.until("Undone: crm deal move 1 qualified");
    session.type("\u001b");
    expect(await session.ended).toMatchObject({ code: 0 });
    expect([stageOf(home, "1"), stageOf(home, "2")]).toEqual(["lead", "qualified"]);
    const history = runBuilt(["history", "--limit", "3", "--fields", "commandLine", "--no-header"], {
      home,
    }).out;
    expect(history).toBe("crm undo\ncrm deal move 1 qualified\ncrm deal move 2 qualified\n");
  });

  it("tells of a move that cannot be, and stays; u takes back only what was moved here", async () => {
    const home = deals();
    runBuilt(["followup", "add", "send the papers", "--deal", "1", "--due", "mon"], { home });
    const session = onTerminal(["deal", "board"], { home, columns: 240 });
    await session.until(">#1 Website");
    session.type("u");
    await session.until("nothing was moved here");
    for (const stage of ["qualified", "proposal"]) {
      session.type(">");
      await session.until("Moved deal 1 Website to " + stage);
    }
    session.type(">");
    await session.until("Won deal 1 Website");
    await session.until("1 open follow-up of this deal: crm followup done 1");
    session.type("q");
    expect(await session.ended).toMatchObject({ code: 0 });
  });

  it("is only shown with --no-input, ACCESSIBLE, or into a pipe", async () => {
    const home = deals();
    const { code, shown } = await onTerminal(["deal", "board", "--no-input"], { home }).ended;
    expect(code).toBe(0);
    expect(shown).not.toContain("\u001b[?1049h");
    expect(runBuilt(["deal", "board"], { home }).out.split("\n")[0]).toContain("pipeline\tstage");
  });
});

describe("crm alone", () => {
  it("shows today on a terminal, the first steps where there is no database, and help into a pipe", async () => {
    const home = scratch();
    expect((await onTerminal([], { home }).ended).shown).toContain("crm init");
    runBuilt(["followup", "add", "send the quote", "--due", "today"], { home });
    const { code, shown } = await onTerminal([], { home }).ended;
    expect(code).toBe(0);
    expect(shown).toContain("send the quote");
    expect(shown).toContain("crm followup done 1");
    expect(runBuilt([], { home }).out).toContain("Usage: crm");
  });
});
