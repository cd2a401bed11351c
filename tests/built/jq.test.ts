import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findProgram } from "../../src/find-program.ts";
import { runBuilt, scratch, shell } from "../support/built.ts";
import { onTerminal } from "../support/pty.ts";

const hasJq = spawnSync("jq", ["--version"]).status === 0;

function withPeople(): string {
  const home = scratch();
  const names = ["Jane Roe", "Zoë 'q' \"Müller\"", "Ida\u001b[31m Lind"];
  const input = "name,city\n" + names.map((name) => '"' + name.replaceAll('"', '""') + '",Berlin\n').join("");
  expect(runBuilt(["import", "contacts", "-", "-q"], { home, input }).code).toBe(0);
  return home;
}

describe.skipIf(!hasJq)("--jq (skipped where no jq is installed)", () => {
  it("prints texts as they are and the rest on a line each, of lists, cards, writes and reports", () => {
    const home = withPeople();
    const jq = (...argv: string[]) => runBuilt(argv, { home });
    expect(jq("contact", "list", "--jq", ".[1].name")).toEqual({
      code: 0,
      out: "Zoë 'q' \"Müller\"\n",
      err: "",
    });
    expect(jq("--jq", ".[:2][] | {id, city}", "contact", "list").out).toBe(
      '{"id":1,"city":"Berlin"}\n{"id":2,"city":"Berlin"}\n',
    );
    expect(jq("contact", "show", "1", "--jq", "-.id").out).toBe("-1\n");
    expect(jq("contact", "add", "Tom", "--jq", ".id").out).toBe("4\n");
    expect(jq("report", "segments", "--by", "city", "--jq", ".rows | length").out).toBe("2\n");
    expect(jq("contact", "list", "city = Nowhere", "--jq", "length").out).toBe("0\n");
    expect(jq("sql", "select count(*) as n from contact", "--jq", ".[0].n").out).toBe("4\n");
  });

  it("gets each record on its own with --format ndjson, and the array with --json", () => {
    const home = withPeople();
    const jq = (...argv: string[]) => runBuilt(["contact", "list", ...argv], { home }).out;
    expect(jq("--format", "ndjson", "--jq", ".id")).toBe("1\n2\n3\n");
    expect(jq("--json", "--jq", "length")).toBe("3\n");
    expect(jq("city = Nowhere", "--format", "ndjson", "--jq", ".id")).toBe("");
    const bands = ["report", "segments", "--by", "city", "--format", "ndjson", "--jq", ".city"];
    expect(runBuilt(bands, { home }).out).toBe("Berlin\n");
  });

  it("refuses a filter that jq cannot read, in jq's words and before anything is written", () => {
    const home = withPeople();
    for (const [filter, words] of [
      ["[", "syntax error, unexpected"],
      ["nonsense", "nonsense/0 is not defined"],
    ] as const) {
      const { code, out, err } = runBuilt(["contact", "add", "Tom", "--jq", filter], { home });
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain('crm: --jq "' + filter + '": ' + words);
      expect(err.trimEnd().split("\n")).toHaveLength(1);
    }
    expect(runBuilt(["contact", "list", "--jq", "length"], { home }).out).toBe("3\n");
  });

  it("ends with 1 and jq's words when the filter does not fit the document", () => {
    const home = withPeople();
    const { code, out, err } = runBuilt(["contact", "list", "--jq", ".name"], { home });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^crm: --jq "\.name": Cannot index array with (string )?"name" .*\n$/);
  });

  it("of a command that fails prints nothing but the failure", () => {
    const home = withPeople();
    const { code, out, err } = runBuilt(["contact", "show", "99", "--jq", ".name"], { home });
    expect({ code, out }).toEqual({ code: 3, out: "" });
    expect(err).toMatch(/^crm: no contact "99"/);
    expect(runBuilt(["contact", "list", "--jq", ".", "--query", "a"], { home })).toMatchObject({
      code: 2,
      out: "",
    });
  });

  it("passes on what jq says without failing, and runs nothing that a filter names", () => {
    const home = withPeople();
    expect(runBuilt(["contact", "list", "--jq", "length | debug"], { home })).toEqual({
      code: 0,
      out: "3\n",
      err: '["DEBUG:",3]\n',
    });
    const env = { CRM_PASSPHRASE: "secret" };
    expect(runBuilt(["contact", "list", "--jq", "env.CRM_PASSPHRASE"], { home, env }).out).toBe("null\n");
    const text = "$(touch " + home + "/x) `touch " + home + "/x`";
    expect(runBuilt(["contact", "list", "--jq", JSON.stringify(text)], { home }).out).toBe(text + "\n");
    expect(existsSync(join(home, "x"))).toBe(false);
  });

  it("is quiet when its reader has seen enough, and takes a list that is longer than any pipe", () => {
    const home = scratch();
    const rows = Array.from({ length: 5000 }, (_, i) => "Person " + i + ",Berlin\n").join("");
    runBuilt(["import", "contacts", "-", "-q"], { home, input: "name,city\n" + rows });
    expect(shell("set -o pipefail; crm contact list --jq '.[]' | head -1 | cut -c1-8", home)).toMatchObject({
      out: '{"id":1,\n',
      err: "",
    });
    expect(runBuilt(["contact", "list", "--jq", ".[-1].name"], { home }).out).toBe("Person 4999\n");
    expect(runBuilt(["contact", "list", "--jq", "first(empty)"], { home })).toEqual({
      code: 0,
      out: "",
      err: "",
    });
  });

  it("on a terminal goes through the pager, and nothing of it acts on the terminal", async () => {
    const home = withPeople();
    const shown = await onTerminal(["contact", "list", "--jq", ".[2].name, .[0].city"], { home }).ended;
    expect(shown).toEqual({ code: 0, shown: "Ida Lind\r\nBerlin\r\n" });
    const pager = join(home, "pager");
    writeFileSync(pager, "#!/bin/sh\nsed 's/^/paged /'\n", { mode: 0o755 });
    const env = { CRM_PAGER: pager };
    const long = await onTerminal(["contact", "list", "--jq", "range(40)"], { home, env }).ended;
    expect(long.shown).toContain("paged 39\r\n");
  });
});

describe("--jq where no jq is installed", () => {
  it("says how to get it, or what to use in its place, before anything is written", () => {
    const home = withPeople();
    const bin = join(home, "bin");
    mkdirSync(bin);
    // An installed crm is begun by the node that it finds.
    symlinkSync(findProgram("node", process.env)!, join(bin, "node"));
    const { code, out, err } = runBuilt(["contact", "add", "Tom", "--jq", ".id"], {
      home,
      env: { PATH: bin },
    });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toBe(
      "crm: --jq: jq is not installed (install the package jq, or use --query, which is built in)\n",
    );
    expect(runBuilt(["contact", "list", "-q"], { home }).out).toBe("1\n2\n3\n");
  });
});
