import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runBuilt, scratch } from "../support/built.ts";

/** A home with these hooks; each is a script for sh. */
function withHooks(hooks: Readonly<Record<string, string>>, mode = 0o755): string {
  const home = scratch();
  const dir = join(home, ".config/crm/hooks");
  mkdirSync(dir, { recursive: true });
  for (const [name, script] of Object.entries(hooks))
    writeFileSync(join(dir, name), "#!/bin/sh\n" + script, { mode });
  return home;
}

const keep = (file: string) => 'cat >> "$HOME/' + file + '"\n';
const seen = (home: string, file: string) =>
  readFileSync(join(home, file), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("a hook", () => {
  it("hears of what happened, one document for all records of a command", () => {
    const home = withHooks({ "post-contact.added": keep("added"), "post-deal.won": keep("won") });
    runBuilt(["contact", "add", "Zoë $(touch x)"], { home });
    runBuilt(["deal", "add", "Website", "--contact", "1", "--amount", "5000"], { home });
    runBuilt(["deal", "win", "1"], { home });
    expect(seen(home, "added")).toMatchObject([
      { event: "contact.added", command: "contact add", count: 1, records: [{ id: 1, before: null }] },
    ]);
    expect(seen(home, "won")).toMatchObject([
      { event: "deal.won", records: [{ id: 1, after: { title: "Website", amountMinor: 500000 } }] },
    ]);
  });

  it("hears of imports, undo and redo as well", () => {
    const home = withHooks({ "post-contact.added": keep("log"), "post-contact.deleted": keep("log") });
    runBuilt(["import", "contacts", "-"], { home, input: "name,email\nJane,j@a.example\nTom,t@a.example\n" });
    runBuilt(["undo"], { home });
    const [added, deleted] = seen(home, "log");
    expect(added).toMatchObject({ event: "contact.added", count: 2 });
    expect(deleted).toMatchObject({ event: "contact.deleted" });
  });

  it("hears of a whole contact of which an import changed no more than an address", () => {
    const home = withHooks({ "post-contact.changed": keep("log") });
    const at = (time: string) => ({ home, env: { CRM_NOW: "2026-03-01T" + time + ":00Z" } });
    runBuilt(["contact", "add", "Jane Roe", "--email", "j@a.example", "--city", "Ulm"], at("10:00"));
    runBuilt(["contact", "add", "Tom Okafor", "--email", "t@a.example", "--city", "Ulm"], at("10:00"));
    const input = "email,city,language\nj@a.example,Bonn,\nj@a.example,,de\nt@a.example,Bonn,\n";
    runBuilt(["import", "contacts", "-"], { ...at("11:00"), input });
    const [changed] = seen(home, "log");
    expect(changed).toMatchObject({
      event: "contact.changed",
      records: [
        {
          before: { id: 1, name: "Jane Roe", language: null, updatedAt: "2026-03-01T10:00:00Z" },
          after: { id: 1, name: "Jane Roe", language: "de", updatedAt: "2026-03-01T11:00:00Z" },
        },
        { before: { name: "Tom Okafor" }, after: { name: "Tom Okafor", updatedAt: "2026-03-01T11:00:00Z" } },
      ],
    });
  });

  it("before the write stops it with its own words", () => {
    const home = withHooks({ "pre-contact.added": "echo 'no contacts on Sundays' >&2\nexit 3\n" });
    const { code, out, err } = runBuilt(["contact", "add", "Jane"], { home });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toBe("crm: hook pre-contact.added: no contacts on Sundays (nothing was written)\n");
    expect(runBuilt(["contact", "list", "-q"], { home }).out).toBe("");
    expect(runBuilt(["history", "-q"], { home }).out).toBe("");
  });

  it("after the write is only told of, and --dry-run runs none", () => {
    const home = withHooks({ "post-contact.added": keep("log") + "exit 1\n" });
    expect(runBuilt(["contact", "add", "Jane", "-n"], { home }).code).toBe(0);
    expect(existsSync(join(home, "log"))).toBe(false);
    const { code, err } = runBuilt(["contact", "add", "Jane"], { home });
    expect(code).toBe(0);
    expect(err).toContain("hook post-contact.added: ended with 1 (what was written stays)");
  });

  it("gets a fixed environment and may call crm, which runs no hooks then", () => {
    const home = withHooks({ "post-contact.added": 'env | cut -d= -f1 | sort > "$HOME/env"\n' });
    runBuilt(["contact", "add", "Jane"], { home, env: { SECRET: "1", LD_PRELOAD: "" } });
    const names = readFileSync(join(home, "env"), "utf8").trim().split("\n");
    expect(names).not.toContain("SECRET");
    expect(names).toEqual(expect.arrayContaining(["CRM_CONFIG", "CRM_DB", "CRM_HOOK", "HOME", "PATH"]));
    const nested = runBuilt(["contact", "add", "Tom"], { home, env: { CRM_HOOK: "post-contact.added" } });
    expect(nested.code).toBe(0);
  });

  it("that others may write, or that cannot be run, stops the command when it is a pre-hook", () => {
    const open = withHooks({ "pre-contact.added": "exit 0\n" });
    chmodSync(join(open, ".config/crm/hooks/pre-contact.added"), 0o777);
    expect(runBuilt(["contact", "add", "Jane"], { home: open }).err).toContain("others may write it");
    const plain = withHooks({ "pre-contact.added": "exit 0\n" }, 0o644);
    expect(runBuilt(["contact", "add", "Jane"], { home: plain })).toMatchObject({
      code: 1,
      err: expect.stringContaining("is not executable: chmod u+x"),
    });
  });

  it("that takes too long is ended", { timeout: 30_000 }, () => {
    const home = withHooks({ "pre-contact.added": "exec sleep 60\n" });
    const { code, err } = runBuilt(["contact", "add", "Jane"], { home });
    expect(code).toBe(1);
    expect(err).toContain("took longer than 10 s");
  });
});
