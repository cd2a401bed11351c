import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { filesIn, runBuilt, scratch } from "../support/built.ts";

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const hashOf = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

describe("the database file", () => {
  it("is not made by help or the version, which say that there is none", () => {
    const home = scratch();
    for (const argv of [["--help"], ["contact", "add", "-h"], ["help", "dates"], ["--version"], ["version"]])
      expect(runBuilt(argv, { home })).toMatchObject({ code: 0, err: "" });
    const { sqlite, ...rest } = JSON.parse(runBuilt(["version", "--json"], { home }).out);
    expect(sqlite).toMatch(/^3\.\d+/);
    const database = join(home, ".local/share/crm/crm.db");
    expect(rest).toEqual({ crm: expect.any(String), node: expect.any(String), schema: null, database });
    expect(filesIn(home)).toEqual([]);
  });

  it("is made on first use in the XDG data directory, for its owner only", () => {
    const home = scratch();
    expect(runBuilt(["contact", "list", "--json"], { home })).toEqual({ code: 0, out: "[]\n", err: "" });
    const folder = join(home, ".local/share/crm");
    expect([modeOf(folder), modeOf(join(folder, "crm.db"))]).toEqual(["700", "600"]);
  });

  it("stands where XDG_DATA_HOME, CRM_DB or --db say, the later before the earlier", () => {
    const home = scratch();
    const env = { XDG_DATA_HOME: join(home, "data"), CRM_DB: join(home, "env.db") };
    const add = ["contact", "add", "Jane"];
    expect(runBuilt(add, { home, env: { XDG_DATA_HOME: env.XDG_DATA_HOME } }).code).toBe(0);
    expect(existsSync(join(home, "data/crm/crm.db"))).toBe(true);
    expect(runBuilt(add, { home, env }).code).toBe(0);
    expect(existsSync(join(home, "env.db"))).toBe(true);
    expect(runBuilt([...add, "--db", join(home, "flag.db")], { home, env }).code).toBe(0);
    expect(existsSync(join(home, "flag.db"))).toBe(true);
  });

  it("is not made by looking where a name was mistyped, nor by a dry run anywhere: it is said that there is none", () => {
    const home = scratch();
    const db = join(home, "mistyped.db");
    const env = { CRM_DB: db };
    const said = "There is no database at " + db + " yet (crm init makes it)\n";
    expect(runBuilt(["contact", "list", "--json"], { home, env })).toEqual({
      code: 0,
      out: "[]\n",
      err: said,
    });
    expect(runBuilt(["contact", "list", "-q"], { home, env }).err).toBe("");
    expect(runBuilt(["contact", "list", "--db", db], { home }).err).toBe(said);
    expect(runBuilt(["contact", "add", "Jane", "-n", "-q"], { home, env }).code).toBe(0);
    expect(runBuilt(["contact", "add", "Jane", "-n", "-q"], { home }).code).toBe(0);
    expect(runBuilt(["completion", "bash", "--", "crm", "contact", "show", ""], { home, env })).toMatchObject(
      {
        code: 0,
        err: "",
      },
    );
    const { error } = JSON.parse(runBuilt(["contact", "show", "jane", "--json"], { home, env }).err);
    expect(error.hint).toBe("there is no database at " + db + " yet: crm init makes it");
    for (const [argv, code] of [
      [["sql", "select 1"], 3],
      [["backup"], 3],
      [["doctor"], 1],
    ] as const) {
      const ran = runBuilt(argv, { home, env });
      expect(ran.code).toBe(code);
      expect(ran.out + ran.err).toContain("there is no database at " + db);
    }
    expect(filesIn(home)).toEqual([]);
    expect(runBuilt(["init"], { home, env }).code).toBe(0);
    expect(runBuilt(["contact", "list"], { home, env }).err).toBe("");
  });

  it.each([
    ["undo"],
    ["redo"],
    ["journal", "trim", "--before", "2026-01-01", "--yes"],
    ["contact", "delete", "jane", "--yes"],
    ["contact", "edit", "jane", "--city", "Wien"],
    ["contact", "erase", "jane", "--confirm", "jane"],
    ["log", "call", "jane", "wants a quote"],
    ["deal", "win", "1"],
    ["deal", "move", "website", "won"],
    ["order", "refund", "1"],
    ["followup", "done", "1"],
    ["handover", "tom", "ben", "--yes"],
    ["tag", "rename", "vip", "key"],
    ["config", "unset", "country"],
    ["retain", "--confirm", "erase"],
  ])("is not made where its name was mistyped for what needs what was written before: %j", (...argv) => {
    const home = scratch();
    const db = join(home, "mistyped.db");
    const ran = runBuilt(argv, { home, env: { CRM_DB: db } });
    expect(ran.err).toContain("there is no database at " + db + " yet");
    expect(ran).toMatchObject({ code: 3, out: "" });
    expect(filesIn(home)).toEqual([]);
  });

  it("keeps its log files to its owner too", () => {
    const home = scratch();
    const db = join(home, "crm.db");
    runBuilt(["contact", "add", "Jane", "--db", db], { home });
    const open = new Database(db);
    open.prepare("SELECT count(*) FROM contact").get();
    runBuilt(["contact", "add", "Tom", "--db", db], { home });
    expect([modeOf(`${db}-wal`), modeOf(`${db}-shm`)]).toEqual(["600", "600"]);
    open.close();
  });

  it("is refused at once when it is a pipe or a device, to be restored from too", () => {
    const home = scratch();
    const pipe = join(home, "pipe.db");
    expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
    for (const path of [pipe, "/dev/stdin", "/dev/zero"]) {
      for (const argv of [
        ["contact", "list", "--db", path],
        ["contact", "add", "Jane", "--db", path],
        ["restore", path, "--db", join(home, "crm.db"), "--yes"],
      ])
        expect(runBuilt(argv, { home })).toEqual({
          code: 1,
          out: "",
          err: "crm: " + path + " is a device or pipe, no file (choose another file with --db)\n",
        });
    }
  });

  it.each([0, -1])("is called damaged, and by its own name, when its schema has version %i", (version) => {
    const home = scratch();
    const [db, strange] = [join(home, "crm.db"), join(home, "strange.db")];
    for (const path of [db, strange]) runBuilt(["contact", "add", "Jane", "--db", path], { home });
    const open = new Database(strange);
    open.pragma("user_version = " + version);
    open.close();
    const before = hashOf(strange);
    for (const argv of [
      ["contact", "add", "Tom", "--db", strange],
      ["contact", "list", "--db", strange],
      ["restore", strange, "--db", db, "--yes"],
    ]) {
      const { code, out, err } = runBuilt(argv, { home });
      expect([code, out]).toEqual([1, ""]);
      expect(err).toContain("strange.db is damaged: its schema has no version");
    }
    expect(hashOf(strange)).toBe(before);
    writeFileSync(strange, readFileSync(db).subarray(0, 40_000));
    const cut = runBuilt(["restore", strange, "--db", db, "--yes"], { home });
    expect(cut).toMatchObject({ code: 1, err: expect.stringContaining("strange.db") });
  });

  it("is not written to, nor restored, when somebody has put a trigger into it", () => {
    const home = scratch();
    const [db, sent] = [join(home, "crm.db"), join(home, "sent.db")];
    const crm = (...argv: string[]) => runBuilt(argv, { home });
    for (const path of [db, sent]) crm("contact", "add", "Jane", "--db", path);
    const open = new Database(sent);
    open.exec("CREATE TRIGGER evil AFTER INSERT ON contact BEGIN UPDATE contact SET note = 'owned'; END");
    open.close();
    const said = 'has a trigger that crm did not make: "evil" would run with every write';
    for (const argv of [
      ["contact", "add", "Tom", "--db", sent],
      ["restore", sent, "--db", db, "--yes"],
    ])
      expect(crm(...argv)).toMatchObject({
        code: 1,
        out: "",
        err: expect.stringContaining(sent + " " + said),
      });
    expect(crm("contact", "list", "--db", sent, "--format", "csv", "--fields", "name,note").out).toBe(
      "name,note\nJane,\n",
    );
    expect(crm("doctor", "--db", sent).out).toContain("trigger evil is not of crm");
  });

  it("with a time zone that is none says so, and takes another", () => {
    const home = scratch();
    const db = join(home, "crm.db");
    runBuilt(["init", "--timezone", "Europe/Berlin", "--db", db], { home });
    const open = new Database(db);
    open.prepare("UPDATE setting SET value = 'Mars/North' WHERE key = 'timezone'").run();
    open.close();
    const err = 'crm: timezone: "Mars/North" is no time zone (crm config set timezone Europe/Berlin)\n';
    expect(runBuilt(["today", "--db", db], { home })).toEqual({ code: 1, out: "", err });
    expect(runBuilt(["config", "set", "timezone", "UTC", "--db", db], { home }).code).toBe(0);
    expect(runBuilt(["today", "--db", db], { home }).code).toBe(0);
  });

  it("is closed to others when it was there as an empty file", () => {
    const home = scratch();
    const db = join(home, "crm.db");
    writeFileSync(db, "", { mode: 0o644 });
    expect(runBuilt(["contact", "add", "Jane", "--db", db], { home }).code).toBe(0);
    expect(modeOf(db)).toBe("600");
  });

  it("is refused, and stays as it is, when it is something else", () => {
    const home = scratch();
    const text = join(home, "notes.txt");
    writeFileSync(text, "not a database at all, but more than a hundred bytes of text ".repeat(4));
    const other = join(home, "other.db");
    new Database(other).exec("CREATE TABLE photo (id INTEGER)").close();
    for (const [path, said] of [
      [text, "is not a CRM database"],
      [other, "of another program"],
    ] as const) {
      const before = hashOf(path);
      const { code, out, err } = runBuilt(["contact", "add", "Jane", "--db", path], { home });
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toContain(said);
      expect(err.trimEnd().split("\n")).toHaveLength(1);
      expect(hashOf(path)).toBe(before);
    }
  });

  it("is refused when a newer crm wrote it", () => {
    const home = scratch();
    const db = join(home, "crm.db");
    runBuilt(["contact", "add", "Jane", "--db", db], { home });
    const open = new Database(db);
    open.pragma("user_version = 999");
    open.close();
    const { code, err } = runBuilt(["contact", "list", "--db", db], { home });
    expect(code).toBe(1);
    expect(err).toContain("written by a newer crm (schema 999");
  });

  it("says plainly that it is a directory, or that its place is missing or not allowed", () => {
    const home = scratch();
    mkdirSync(join(home, "folder"));
    expect(runBuilt(["contact", "list", "--db", join(home, "folder")], { home }).err).toContain(
      "it is a directory",
    );
    writeFileSync(join(home, "file"), "");
    expect(runBuilt(["contact", "list", "--db", join(home, "file/crm.db")], { home }).code).toBe(1);
    chmodSync(join(home, "file"), 0o600);
  });

  it("waits for another writer, and says so with 75 when that takes too long", () => {
    const home = scratch();
    const db = join(home, "crm.db");
    runBuilt(["contact", "add", "Jane", "--db", db], { home });
    const open = new Database(db);
    open.exec("BEGIN IMMEDIATE");
    expect(runBuilt(["contact", "list", "-q", "--db", db], { home })).toMatchObject({ code: 0, out: "1\n" });
    const { code, err } = runBuilt(["contact", "add", "Tom", "--db", db], {
      home,
      env: { CRM_BUSY_MS: "200" },
    });
    open.exec("ROLLBACK");
    open.close();
    expect(code).toBe(75);
    expect(err).toContain("busy");
  });
});
