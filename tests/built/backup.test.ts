import { createHash } from "node:crypto";
import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { runBuilt, scratch, startBuilt } from "../support/built.ts";

const hashOf = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

function withContacts(...names: string[]) {
  const home = scratch();
  const db = join(home, "crm.db");
  const crm = (...argv: string[]) => runBuilt([...argv, "--db", db], { home });
  for (const name of names) expect(crm("contact", "add", name).code).toBe(0);
  return { home, db, crm, ids: () => crm("contact", "list", "-q").out.trim().split("\n") };
}

describe("crm backup", () => {
  it("copies the file for its owner only, under a name that tells the moment", () => {
    const { home, crm } = withContacts("Jane Roe");
    const { code, err } = crm("backup");
    expect(code).toBe(0);
    expect(err).toContain("checked");
    const [name, ...others] = readdirSync(join(home, "backups"));
    expect([name, others]).toEqual(["crm-20261121-090000.db", []]);
    expect(statSync(join(home, "backups", name!)).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, "backups")).mode & 0o777).toBe(0o700);
  });

  it("keeps as many as asked for, the newest", () => {
    const { home, crm } = withContacts("Jane Roe");
    for (const day of ["2026-01-01", "2026-01-02", "2026-01-03"]) {
      crm("backup", "--to", join(home, "safe"), "--keep", "2", "--now", day);
    }
    const stamps = readdirSync(join(home, "safe")).map((name) => name.slice(4, 12));
    expect(stamps.sort()).toEqual(["20260102", "20260103"]);
  });

  it("writes nothing with --if-changed when nothing has changed, and does when something has", () => {
    const { home, crm } = withContacts("Jane Roe");
    const backup = () => crm("backup", "--to", join(home, "safe"), "--if-changed").err;
    backup();
    expect(backup()).toContain("Nothing has changed since");
    crm("contact", "add", "Tom Okafor");
    expect(backup()).toContain("Backed up to");
    expect(readdirSync(join(home, "safe"))).toHaveLength(2);
  });

  it("never takes the place of a file that is there", () => {
    const { home, crm } = withContacts("Jane Roe");
    writeFileSync(join(home, "mine.db"), "precious");
    const { code, err } = crm("backup", join(home, "mine.db"));
    expect(code).toBe(1);
    expect(err).toContain("exists already");
    expect(readFileSync(join(home, "mine.db"), "utf8")).toBe("precious");
  });

  it("is taken before more than ten are deleted", () => {
    const { home, crm } = withContacts("Jane Roe");
    writeFileSync(
      join(home, "n.csv"),
      `name\n${Array.from({ length: 11 }, (_, n) => `Person ${n}`).join("\n")}\n`,
    );
    crm("import", "contacts", join(home, "n.csv"));
    const { err } = crm("contact", "delete", "--where", "name ~ Person", "--yes");
    expect(err).toContain("kept a copy first");
    expect(readdirSync(join(home, "backups"))[0]).toMatch(/^crm-before-delete-/);
  });

  it("is whole while others write all the time", async () => {
    const { home, db, crm } = withContacts("Jane Roe");
    const writer = new Database(db);
    writer.pragma("busy_timeout = 5000");
    const writing = startBuilt(["backup", join(home, "copy.db"), "--db", db], home);
    const ended = new Promise((done) => writing.on("close", done));
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    const insert = writer.prepare("INSERT INTO tag (name, name_key) VALUES (?, ?)");
    for (let n = 0; !isOver; n++) {
      insert.run(`t${n}`, `t${n}`);
      await new Promise((resume) => setTimeout(resume, 1));
    }
    expect(await ended).toBe(0);
    writer.close();
    const copy = new Database(join(home, "copy.db"), { readonly: true });
    expect(copy.pragma("integrity_check", { simple: true })).toBe("ok");
    copy.close();
    expect(crm("doctor").code).toBe(0);
  });
});

describe("crm restore", () => {
  it("brings the backup back, keeps what was there, and can itself be taken back so", () => {
    const { home, crm, ids } = withContacts("Jane Roe");
    crm("backup", join(home, "one.db"));
    crm("contact", "add", "Tom Okafor");
    const restored = crm("restore", join(home, "one.db"), "--yes", "--json");
    expect(restored.code).toBe(0);
    expect(ids()).toEqual(["1"]);
    const { aside } = JSON.parse(restored.out) as { aside: string };
    expect(crm("restore", aside, "--yes").code).toBe(0);
    expect(ids()).toEqual(["1", "2"]);
    expect(crm("doctor").code).toBe(0);
  });

  it("works while a reader is in the middle of reading, who sees the old state to the end", () => {
    const { home, db, crm } = withContacts("Jane Roe", "Tom Okafor");
    crm("backup", join(home, "two.db"));
    crm("contact", "add", "Ida Lind");
    const reader = new Database(db, { readonly: true });
    reader.exec("BEGIN");
    const count = () => reader.prepare("SELECT count(*) AS n FROM contact").pluck().get();
    expect(count()).toBe(3);
    expect(crm("restore", join(home, "two.db"), "--yes").code).toBe(0);
    expect(count()).toBe(3);
    reader.exec("COMMIT");
    expect(count()).toBe(2);
    reader.close();
  });

  it("takes a backup whose pages have another size", () => {
    const { home, crm, ids } = withContacts("Jane Roe");
    crm("backup", join(home, "one.db"));
    const copy = new Database(join(home, "one.db"));
    const size = copy.pragma("page_size", { simple: true }) === 4096 ? 8192 : 4096;
    copy.exec(`PRAGMA page_size = ${size}; VACUUM`);
    expect(copy.pragma("page_size", { simple: true })).toBe(size);
    copy.close();
    crm("contact", "add", "Tom Okafor");
    expect(crm("restore", join(home, "one.db"), "--yes")).toMatchObject({ code: 0 });
    expect(ids()).toEqual(["1"]);
  });

  it("waits for a writer, and says so with 75 when that takes too long, with nothing changed", () => {
    const { home, db, crm, ids } = withContacts("Jane Roe");
    crm("backup", join(home, "one.db"));
    crm("contact", "add", "Tom Okafor");
    const writer = new Database(db);
    writer.exec("BEGIN IMMEDIATE");
    const { code } = runBuilt(["restore", join(home, "one.db"), "--yes", "--db", db], {
      home,
      env: { CRM_BUSY_MS: "300" },
    });
    writer.exec("ROLLBACK");
    writer.close();
    expect(code).toBe(75);
    expect(ids()).toEqual(["1", "2"]);
    expect(readdirSync(home).filter((name) => name.includes("restoring"))).toEqual([]);
  });

  it("refuses what is no whole backup of ours, each in its own words, and touches nothing", () => {
    const { home, db, crm } = withContacts("Jane Roe");
    const file = (name: string) => join(home, name);
    writeFileSync(file("text"), "hello ".repeat(100));
    writeFileSync(file("empty"), "");
    writeFileSync(file("zip"), "PK\x03\x04 and more of it");
    new Database(file("other")).exec("CREATE TABLE photo (id INTEGER)").close();
    crm("backup", file("newer"));
    const newer = new Database(file("newer"));
    newer.pragma("user_version = 999");
    newer.close();
    crm("backup", file("damaged"));
    truncateSync(file("damaged"), 8192 * 3);
    const said = ["text", "empty", "zip", "other", "newer", "damaged"].map((name) => {
      const [before, live] = [hashOf(file(name)), hashOf(db)];
      const { code, err } = crm("restore", file(name), "--yes");
      expect([code, hashOf(file(name)), hashOf(db)]).toEqual([1, before, live]);
      return err.replace(/\/\S*\//g, "").replace(file(name), "");
    });
    expect(new Set(said).size).toBe(6);
    expect(said.join("")).not.toContain("bug of crm");
  });

  it("puts a backup in place of a database that is too damaged to be opened, and keeps that", () => {
    const { home, db, crm, ids } = withContacts("Jane Roe");
    crm("backup", join(home, "one.db"));
    const bytes = readFileSync(db);
    bytes.fill(0xff, 100, 4096);
    writeFileSync(db, bytes);
    expect(crm("contact", "list").code).toBe(1);
    expect(crm("restore", join(home, "one.db"), "--yes").code).toBe(0);
    expect(ids()).toEqual(["1"]);
    expect(readdirSync(home).filter((name) => /^crm-damaged-.*\.db$/.test(name))).toHaveLength(1);
  });

  it("does not take a database for damaged that another program keeps to itself", () => {
    const { home, db, crm, ids } = withContacts("Jane Roe");
    crm("backup", join(home, "one.db"));
    crm("contact", "add", "Tom Okafor");
    const keeper = new Database(db);
    keeper.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
    const env = { CRM_BUSY_MS: "300" };
    const { code, err } = runBuilt(["restore", join(home, "one.db"), "--yes", "--db", db], { home, env });
    keeper.close();
    expect([code, err]).toEqual([75, expect.stringContaining("is busy")]);
    expect(ids()).toEqual(["1", "2"]);
    expect(readdirSync(home).filter((name) => name.includes("damaged"))).toEqual([]);
  });

  it("does not bring an erased person back", () => {
    const { home, crm, ids } = withContacts("Jane Roe", "Tom Okafor");
    crm("backup", join(home, "both.db"));
    const erased = crm("contact", "erase", "1", "--confirm", "Jane Roe");
    expect(erased.err).toContain(join(home, "both.db"));
    const { err } = crm("restore", join(home, "both.db"), "--yes");
    expect(err).toContain("erased again");
    expect(ids()).toEqual(["2"]);
    const bytes = readFileSync(join(home, "crm.db")).toString("latin1");
    expect(bytes.includes("Jane")).toBe(false);
  });

  it("shows what is in the file with --dry-run, and changes nothing", () => {
    const { home, db, crm } = withContacts("Jane Roe");
    crm("backup", join(home, "one.db"));
    copyFileSync(db, join(home, "before"));
    const { code, err } = crm("restore", join(home, "one.db"), "--dry-run");
    expect(code).toBe(0);
    expect(err).toContain("is whole: 1 contacts");
    expect(hashOf(db)).toBe(hashOf(join(home, "before")));
  });
});
