import { describe, expect, it } from "vitest";
import { runBuilt, scratch, shell, startBuilt } from "../support/built.ts";
import { onTerminal } from "../support/pty.ts";

function twoJanes(): string {
  const home = scratch();
  runBuilt(["contact", "add", "Jane Roe", "--company", "Acme"], { home });
  runBuilt(["contact", "add", "Jane Doe"], { home });
  return home;
}

describe("on a terminal", () => {
  it("an ambiguous name is asked about", async () => {
    const session = onTerminal(["contact", "show", "jane"], { home: twoJanes() });
    await session.until('Which "jane"?');
    session.type("\r");
    const { code, shown } = await session.ended;
    expect(code).toBe(0);
    expect(shown).toContain("Worth");
  });

  it("Ctrl-C at a question ends with 130 and writes nothing", async () => {
    const home = twoJanes();
    const session = onTerminal(["contact", "delete", "1"], { home });
    await session.until("Delete Jane Roe");
    session.type("\u0003");
    expect(await session.ended).toMatchObject({ code: 130 });
    expect(runBuilt(["contact", "list", "-q"], { home }).out).toBe("1\n2\n");
  });

  it("no ends with 130, yes deletes", async () => {
    const home = twoJanes();
    const no = onTerminal(["contact", "delete", "1"], { home });
    await no.until("Delete Jane Roe");
    no.type("n\r");
    expect(await no.ended).toMatchObject({ code: 130 });
    const yes = onTerminal(["contact", "delete", "1"], { home });
    await yes.until("Delete Jane Roe");
    yes.type("y\r");
    expect(await yes.ended).toMatchObject({ code: 0 });
    expect(runBuilt(["contact", "list", "-q"], { home }).out).toBe("2\n");
  });

  it("a name cannot act on it, in a list, a card, a message or an error", async () => {
    const home = scratch();
    const evil = "Eve\u001b]0;owned\u0007\u001b[2J\u009b31m\u202eX";
    const added = onTerminal(["contact", "add", evil], { home });
    const shown = [(await added.ended).shown];
    for (const argv of [
      ["contact", "list"],
      ["contact", "show", "1"],
      ["find", "eve"],
      ["history"],
      ["contact", "show", evil + "?"],
    ]) {
      shown.push((await onTerminal(argv, { home }).ended).shown);
    }
    for (const text of shown) {
      const rest = text.replace(/\u001b\[[0-9;]*m/g, "").replace(/[\r\n]/g, "");
      expect(rest).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      expect(rest).not.toContain("\u001b");
    }
  });

  it("the list fits 40, 80 and 200 columns", async () => {
    const home = scratch();
    runBuilt(
      [
        "contact",
        "add",
        "Müller 株式会社 👩‍👩‍👧 Sohn",
        "--email",
        "a.very.long.address@acme.example",
        "--city",
        "Köln",
      ],
      { home },
    );
    for (const columns of [40, 80, 200]) {
      const { shown } = await onTerminal(["contact", "list", "--no-color"], { home, columns }).ended;
      for (const line of shown.split(/\r?\n/)) expect([...line].length, line).toBeLessThanOrEqual(columns);
    }
  });
});

describe("what is only for a person at a terminal", () => {
  it("a hint is shown there, and not with -q, hints=no or into a pipe", async () => {
    const home = scratch();
    runBuilt(["contact", "add", "Jane Roe", "--phone", "+49 30 901820"], { home });
    const list = ["contact", "list"];
    const shown = async (argv: readonly string[], env = {}) =>
      (await onTerminal(argv, { home, columns: 40, env }).ended).shown;
    expect(await shown(list)).toContain("no room for");
    expect(await shown([...list, "-q"])).toBe("1\r\n");
    expect(await shown(list, { CRM_HINTS: "no" })).not.toContain("no room for");
    const { out, err } = runBuilt(list, { home });
    expect(out + err).not.toContain("no room for");
  });

  it("a command that waits for the keyboard says so at once", async () => {
    const session = onTerminal(["import", "contacts", "-", "--yes"], { home: scratch() });
    await session.until("reading standard input; Ctrl-D ends it");
    session.type("name\nJane Roe\n\u0004");
    expect(await session.ended).toMatchObject({ code: 0, shown: expect.stringContaining("1 new") });
  });
});

describe("off a terminal", () => {
  it("standard input that is a directory, closed or empty is said to be, with what to do", () => {
    const home = scratch();
    const of = (command: string) => {
      const { code, out, err } = shell("crm " + command, home);
      return code + " " + out + err.replace(/ \(.*\)/, "");
    };
    for (const command of ["import contacts -", "import all -"]) {
      expect(of(command + " <" + home)).toBe("1 crm: standard input is a directory\n");
      expect(of(command + " <&-")).toBe("1 crm: standard input is empty\n");
      expect(of(command + " </dev/null")).toBe("1 crm: standard input is empty\n");
    }
    expect(runBuilt(["contact", "list", "-q"], { home }).out).toBe("");
  });

  it("a question is 2, whether standard input is empty or closed", () => {
    const home = twoJanes();
    for (const input of ["</dev/null", "<&-"]) {
      const { code, out, err } = shell("crm contact delete 1 " + input, home);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain("--yes");
    }
    expect(runBuilt(["contact", "list", "-q"], { home }).out).toBe("1\n2\n");
  });

  it("an ambiguous name is 4 with the candidates, and nothing is asked", () => {
    const { code, out, err } = runBuilt(["contact", "show", "jane"], { home: twoJanes() });
    expect({ code, out }).toEqual({ code: 4, out: "" });
    expect(err).toContain("#1 Jane Roe (Acme)");
    expect(err).toContain("#2 Jane Doe");
  });

  it("a question is 2 and names the missing option, even when the input stays open", async () => {
    const running = startBuilt(["contact", "delete", "1"], twoJanes());
    let err = "";
    running.stderr.on("data", (text) => {
      err += text;
    });
    const code = await new Promise((done) => running.on("close", done));
    expect(code).toBe(2);
    expect(err).toContain("--yes");
  });

  it("a reader that has seen enough ends it quietly", () => {
    const home = scratch();
    const csv =
      "name,email\n" + Array.from({ length: 5000 }, (_, i) => `Person ${i},p${i}@mail.example`).join("\n");
    runBuilt(["import", "contacts", "-"], { home, input: csv });
    const { code, out, err } = shell("crm contact list | head -1; echo $PIPESTATUS", home);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.split("\n")[1]).toMatch(/^(0|141)$/);
  });

  it("a slow reader gets every byte", () => {
    const home = scratch();
    const csv =
      "name,email\n" + Array.from({ length: 5000 }, (_, i) => `Person ${i},p${i}@mail.example`).join("\n");
    runBuilt(["import", "contacts", "-"], { home, input: csv });
    expect(shell("crm contact list --format csv | (sleep 1; wc -l)", home).out.trim()).toBe("5001");
  });

  it("stdout and stderr each hold only their part", () => {
    const home = scratch();
    const { out, err } = shell("crm contact add Jane --json ", home);
    expect(JSON.parse(out)).toMatchObject({ id: 1, name: "Jane" });
    expect(err).toMatch(/^Added contact 1 Jane/);
  });
});
