import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runBuilt, scratch, shell } from "../support/built.ts";
import { onTerminal } from "../support/pty.ts";

/** A home with so many contacts. */
function people(count: number): string {
  const home = scratch();
  const rows = Array.from({ length: count }, (_, i) => `Person ${i},p${i}@mail.example`);
  runBuilt(["import", "contacts", "-"], { home, input: "name,email\n" + rows.join("\n") });
  return home;
}

/** A program of the test's own in that home. */
function program(home: string, name: string, script: string): string {
  const file = join(home, name);
  writeFileSync(file, "#!/bin/sh\n" + script, { mode: 0o755 });
  return file;
}

const onScreen = async (argv: readonly string[], home: string, env: Readonly<Record<string, string>> = {}) =>
  (await onTerminal(argv, { home, env }).ended).shown;

describe("colour", () => {
  const table: readonly (readonly [Record<string, string>, readonly string[], boolean])[] = [
    [{}, [], true],
    [{}, ["--no-color"], false],
    [{ NO_COLOR: "1" }, ["--color"], true],
    [{ NO_COLOR: "1" }, [], false],
    [{ NO_COLOR: "" }, [], true],
    [{ CRM_NO_COLOR: "1", FORCE_COLOR: "1" }, [], false],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, [], false],
    [{ FORCE_COLOR: "0" }, [], false],
    [{ CLICOLOR: "0" }, [], false],
    [{ CLICOLOR: "0", CLICOLOR_FORCE: "1" }, [], true],
    [{ TERM: "dumb" }, [], false],
    [{ TERM: "dumb", FORCE_COLOR: "1" }, [], true],
    [{ CRM_COLOR: "never" }, [], false],
  ];

  it.each(table)("on a terminal with %j and %j: %j", async (env, argv, isColoured) => {
    const home = people(1);
    const shown = await onScreen(["contact", "list", ...argv], home, env);
    expect(shown.includes("\u001b[")).toBe(isColoured);
  });

  it.each(
    table.filter(
      ([env, argv]) => env.FORCE_COLOR !== "1" && env.CLICOLOR_FORCE === undefined && argv.length === 0,
    ),
  )("is not in a pipe with %j", (env) => {
    const { out } = runBuilt(["contact", "list", "--format", "table"], { home: people(1), env });
    expect(out).not.toContain("\u001b[");
  });
});

describe("the pager", () => {
  const pager = (home: string) => program(home, "page", 'cat > "$HOME/paged"\necho PAGED\n');

  it("shows what is longer than the screen, of CRM_PAGER before PAGER", async () => {
    const home = people(100);
    const shown = await onScreen(["contact", "list"], home, { CRM_PAGER: pager(home), PAGER: "false" });
    expect(shown).toContain("PAGED");
    expect(readFileSync(join(home, "paged"), "utf8").split("\n").length).toBeGreaterThan(100);
  });

  it("is not used for what fits, for none, for cat, or into a pipe", async () => {
    const home = people(100);
    const PAGER = pager(home);
    expect(await onScreen(["contact", "list", "--limit", "5"], home, { PAGER })).not.toContain("PAGED");
    for (const none of ["", "cat"]) {
      expect(await onScreen(["contact", "list"], home, { PAGER, CRM_PAGER: none })).toContain("Person 99");
    }
    expect(runBuilt(["contact", "list"], { home, env: { PAGER } }).out).toContain("Person 99");
    expect(existsSync(join(home, "paged"))).toBe(false);
  });

  it("that is left early or is not there is no failure", async () => {
    const home = people(3000);
    const early = program(home, "early", "head -1\n");
    expect((await onTerminal(["contact", "list"], { home, env: { PAGER: early } }).ended).code).toBe(0);
    const shown = await onScreen(["contact", "list", "--limit", "50"], home, { PAGER: "no-such-pager" });
    expect(shown.match(/Person \d/g)).toHaveLength(50);
  });
});

describe("the editor", () => {
  it("of VISUAL with its arguments takes a note, and its file is gone afterwards", async () => {
    const home = people(1);
    mkdirSync(join(home, "tmp"));
    const editor = program(
      home,
      "my editor",
      '[ "$1" = -w ] && [ -z "$(cat "$2")" ] && echo "likes tea" > "$2"\n',
    );
    const env = { VISUAL: `'${editor}' -w`, EDITOR: "false", TMPDIR: join(home, "tmp") };
    const { code } = await onTerminal(["contact", "edit", "1", "--edit"], { home, env }).ended;
    expect(code).toBe(0);
    expect(runBuilt(["contact", "show", "1", "--query", "note"], { home }).out).toBe('"likes tea"\n');
    expect(readdirSync(env.TMPDIR)).toEqual([]);
  });

  it("that fails or leaves nothing changes nothing", async () => {
    const home = people(1);
    for (const VISUAL of ["false", "true", "no-such-editor"]) {
      const { code } = await onTerminal(["log", "note", "1", "--edit"], { home, env: { VISUAL } }).ended;
      expect(code).toBe(130);
    }
    expect(runBuilt(["log", "list", "-q"], { home }).out).toBe("");
  });

  it("keeps the text when the command fails", async () => {
    const home = people(1);
    const editor = program(home, "write", 'echo "a long talk" > "$1"\n');
    const env = { VISUAL: editor, TMPDIR: home };
    const { code, shown } = await onTerminal(["log", "call", "1", "--edit", "--at", "nonsense"], {
      home,
      env,
    }).ended;
    expect(code).toBe(2);
    const file = /what you wrote is in (\S+)/.exec(shown)?.[1] ?? "";
    expect(readFileSync(file, "utf8")).toBe("a long talk\n");
  });
});

describe("questions", () => {
  it("are left with Esc, and asked as plain lines with ACCESSIBLE", async () => {
    const home = people(1);
    const drawn = onTerminal(["contact", "delete", "1"], { home });
    await drawn.until("Delete");
    drawn.type("\u001b");
    expect(await drawn.ended).toMatchObject({ code: 130 });
    const plain = onTerminal(["contact", "delete", "1"], { home, env: { ACCESSIBLE: "1" } });
    await plain.until("(y/n");
    plain.type("y\r");
    const { code, shown } = await plain.ended;
    expect(code).toBe(0);
    expect(shown).not.toContain("\u001b[?25l");
  });

  it("ask for a new contact when nothing was said of it", async () => {
    const home = scratch();
    const session = onTerminal(["contact", "add"], { home });
    for (const [question, answer] of [
      ["Name", "Jane Roe"],
      ["Email", "jane@acme.example"],
      ["Phone", ""],
      ["Company", "Acme"],
    ] as const) {
      await session.until(question);
      session.type(answer + "\r");
    }
    expect((await session.ended).shown).toContain("Added contact 1 Jane Roe");
  });
});

describe("the two streams", () => {
  it("standard output alone holds the data, standard error alone the rest", () => {
    const home = people(1);
    expect(shell("crm contact add Tom 2>/dev/null | head -1", home).out).toMatch(/^id\t/);
    expect(shell("crm contact add Ida >/dev/null", home).err).toBe("Added contact 3 Ida (undo: crm undo)\n");
  });
});
