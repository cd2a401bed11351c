import { spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cleanEnv, program, runBuilt, scratch } from "../support/built.ts";
import { cipherDirectory, orWhyNot, passphrase, withEncrypted } from "../support/cipher.ts";
import { onTerminal } from "../support/pty.ts";

const rawKey = "0f".repeat(32);

/** Every file below a directory that holds the text, in any of the ways in which SQLite would store it. */
function filesWith(directory: string, text: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((file) => statSync(file).isFile() && readFileSync(file).toString("latin1").includes(text));
}

interface Connection {
  key(key: Buffer): void;
  prepare(sql: string): { get(): unknown };
  close(): void;
}

/** While a connection is open the log is not emptied. */
function keepOpen(db: string, secret: string | undefined): () => void {
  const load = createRequire(join(cipherDirectory ?? "", "package.json"));
  const Database = load("better-sqlite3-multiple-ciphers") as new (path: string) => Connection;
  const connection = new Database(db);
  if (secret !== undefined) connection.key(Buffer.from(secret));
  connection.prepare("SELECT count(*) FROM contact").get();
  return () => connection.close();
}

describe.skipIf(cipherDirectory === undefined)("an encrypted database" + orWhyNot, () => {
  it("is used like any other: read, written, searched, asked in SQL, taken back", () => {
    const { crm } = withEncrypted();
    expect(crm("contact", "add", "Tom Okafor", "-q").out).toBe("2\n");
    expect(crm("find", "zebedee", "-q").out).toContain("1");
    expect(crm("sql", "SELECT name FROM contact ORDER BY id", "--format", "csv").out).toBe(
      "name\nZebedee Marker\nTom Okafor\n",
    );
    expect(crm("undo").code).toBe(0);
    expect(crm("contact", "list", "-q").out).toBe("1\n");
    expect(crm("doctor")).toMatchObject({ code: 0 });
    expect(crm("contact", "list", "-q", "--snapshot").out).toBe("1\n");
  });

  it("shows nothing of it in the file, its log and its backups", () => {
    const { home, crm } = withEncrypted();
    crm("contact", "edit", "1", "--note", "lives in Wunderburg");
    crm("backup");
    for (const text of ["Zebedee", "zebedee", "marker", "Wunderburg", "wunderburg", "CREATE TABLE"])
      expect(filesWith(home, text)).toEqual([]);
    expect(filesWith(home, "horse")).toEqual([join(home, "pass")]);
  });

  it("shows nothing in the log of a connection that is still open, where a plain one would", () => {
    const { home, db, crm, crmWith } = withEncrypted();
    const logOf = () => {
      crmWith({}, "contact", "add", "Wunderburg");
      return readFileSync(db + "-wal").toString("latin1");
    };
    const close = keepOpen(db, passphrase);
    expect(logOf()).not.toContain("Wunderburg");
    close();
    crm("decrypt", "--yes");
    const closePlain = keepOpen(db, undefined);
    expect(logOf()).toContain("Wunderburg");
    closePlain();
    expect(filesWith(home, "Wunderburg")).not.toEqual([]);
  });

  it.each([
    ["no passphrase", { CRM_PASSPHRASE_FILE: "" }, "there is no passphrase"],
    ["a wrong one", { CRM_PASSPHRASE: "wrong" }, "does not open"],
  ])("with %s is 77 and one line, and changes nothing", (_, env, said) => {
    const { db, crmWith } = withEncrypted();
    const before = readFileSync(db);
    const { code, out, err } = crmWith(env, "contact", "add", "Jane");
    expect({ code, out }).toEqual({ code: 77, out: "" });
    expect(err).toContain(said);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(err).not.toContain("wrong (");
    expect(readFileSync(db).equals(before)).toBe(true);
  });

  it("takes the passphrase from a file of one's own, a command, or the environment, which hooks do not see", () => {
    const { home, file, crmWith } = withEncrypted();
    const none = { CRM_PASSPHRASE_FILE: "" };
    expect(crmWith({ ...none, CRM_PASSPHRASE: passphrase }, "contact", "list", "-q").out).toBe("1\n");
    const command = { ...none, CRM_PASSPHRASE_COMMAND: "cat '" + file + "'" };
    expect(crmWith(command, "contact", "list", "-q").out).toBe("1\n");
    chmodSync(file, 0o640);
    expect(crmWith({}, "contact", "list").err).toContain("others may read " + file);
    const editor = join(home, "editor");
    writeFileSync(editor, '#!/bin/sh\nenv > "' + home + '/seen"\n', { mode: 0o700 });
    crmWith({ ...none, CRM_PASSPHRASE: passphrase, EDITOR: editor }, "template", "add", "hello");
    expect(existsSync(join(home, "seen"))).toBe(true);
    expect(filesWith(home, "horse")).toEqual([file]);
  });

  it("is asked for on a terminal, where what is typed is not shown", async () => {
    const { home, db, env } = withEncrypted();
    const session = onTerminal(["contact", "list", "-q"], { home, env: { ...env, CRM_PASSPHRASE_FILE: "" } });
    await session.until("Passphrase of " + db.slice(0, 20));
    session.type(passphrase + "\r");
    const { code, shown } = await session.ended;
    expect(code).toBe(0);
    expect(shown).toBe("Passphrase of " + db + ": \r\n1\r\n");
  });

  it("keeps the passphrase out of the journal and the list of processes", () => {
    const { crmWith } = withEncrypted();
    const env = { CRM_PASSPHRASE_FILE: "", CRM_PASSPHRASE: passphrase };
    const { out } = crmWith(env, "sql", "SELECT command_line, summary FROM journal_entry", "--json");
    expect(out).toContain("crm contact add");
    expect(out).not.toContain("horse");
  });

  it("is made with a key as well, and gets another", () => {
    const { home, file, crm, crmWith } = withEncrypted(rawKey);
    expect(crm("contact", "list", "-q").out).toBe("1\n");
    const next = join(home, "next");
    writeFileSync(next, passphrase, { mode: 0o600 });
    expect(crm("rekey", "--file", next).err).toContain("the next command needs the new one");
    expect(crm("contact", "list").code).toBe(77);
    writeFileSync(file, passphrase);
    expect(crm("contact", "list", "-q").out).toBe("1\n");
    expect(crmWith({ CRM_PASSPHRASE: rawKey }, "contact", "list").code).toBe(77);
  });

  it("is encrypted by a person who types the passphrase twice, and not when the second differs", async () => {
    const home = scratch();
    const env = { CRM_SQLITE: cipherDirectory ?? "", CRM_DB: join(home, "crm.db") };
    runBuilt(["contact", "add", "Jane"], { home, env });
    for (const [second, code] of [
      ["other words here", 130],
      ["some words here", 0],
    ] as const) {
      const session = onTerminal(["encrypt"], { home, env });
      await session.until("Passphrase for");
      session.type("some words here\r");
      await session.until("The same again");
      session.type(second + "\r");
      expect(await session.ended).toMatchObject({ code });
    }
    expect(runBuilt(["contact", "list"], { home, env }).code).toBe(77);
  });
});

describe.skipIf(cipherDirectory === undefined)("backups of it" + orWhyNot, () => {
  it("have its key and are restored, and nothing new is written with --if-changed", () => {
    const { home, crm } = withEncrypted();
    crm("backup", join(home, "one.db"));
    crm("backup", "--to", join(home, "safe"));
    expect(crm("backup", "--to", join(home, "safe"), "--if-changed").err).toContain("Nothing has changed");
    crm("contact", "add", "Tom Okafor");
    crm("backup", "--to", join(home, "safe"), "--if-changed");
    expect(readdirSync(join(home, "safe"))).toHaveLength(2);
    expect(crm("restore", join(home, "one.db"), "--yes").code).toBe(0);
    expect(crm("contact", "list", "-q").out).toBe("1\n");
    expect(crm("doctor")).toMatchObject({ code: 0 });
    expect(filesWith(home, "Zebedee")).toEqual([]);
  });

  it("from before it was encrypted are named, and encrypted when they are restored", () => {
    const { home, db, crm } = withEncrypted();
    crm("decrypt", "--yes");
    crm("backup", join(home, "plain.db"));
    expect(crm("encrypt").err).toContain("not encrypted are these copies: " + join(home, "plain.db"));
    expect(crm("doctor").out).toContain("not encrypted: " + join(home, "plain.db"));
    expect(crm("restore", join(home, "plain.db"), "--yes").code).toBe(0);
    expect(filesWith(home, "Zebedee")).toEqual([join(home, "plain.db")]);
    expect(crm("contact", "list", "-q", "--db", db).out).toBe("1\n");
  });

  it("are encrypted too when they take the place of a database that is damaged", () => {
    const { home, db, crm } = withEncrypted();
    crm("decrypt", "--yes");
    crm("backup", join(home, "plain.db"));
    crm("encrypt");
    const bytes = readFileSync(db);
    writeFileSync(db, bytes.fill(0xff, 8192));
    const { code, err } = crm("restore", join(home, "plain.db"), "--yes");
    expect([code, err]).toEqual([0, expect.stringContaining("cannot be read")]);
    expect(filesWith(home, "Zebedee")).toEqual([join(home, "plain.db")]);
    expect(crm("contact", "list", "-q").out).toBe("1\n");
  });

  it("stay encrypted where there is no database, and where there is a plain one", () => {
    const { home, db, crm } = withEncrypted();
    const copy = join(home, "copy.db");
    copyFileSync(db, copy);
    const [fresh, plain] = [join(home, "fresh.db"), join(home, "plain.db")];
    expect(crm("restore", copy, "--yes", "--db", fresh).code).toBe(0);
    crm("contact", "add", "Jane", "--db", plain);
    expect(crm("restore", copy, "--yes", "--db", plain).code).toBe(0);
    for (const file of [fresh, plain]) {
      expect(crm("contact", "list", "-q", "--db", file).out).toBe("1\n");
      expect(readFileSync(file).toString("latin1")).not.toContain("Zebedee");
    }
  });
});

describe.skipIf(cipherDirectory === undefined)("crm encrypt and decrypt" + orWhyNot, () => {
  it("lose nothing of what others write meanwhile", async () => {
    const { home, db, env, crm } = withEncrypted();
    crm("decrypt", "--yes");
    const writers = Array.from({ length: 8 }, (_, n) =>
      inBackground(["contact", "add", "P" + n, "-q"], home, env),
    );
    for (const verb of ["encrypt", "decrypt", "encrypt"]) {
      expect((await inBackground([verb, "--yes"], home, env)).code, verb).toBe(0);
    }
    const codes = (await Promise.all(writers)).map(({ code }) => code);
    const written = codes.filter((code) => code === 0).length;
    expect(
      codes.every((code) => code === 0 || code === 75),
      codes.join(),
    ).toBe(true);
    expect(crm("contact", "list", "-q").out.trim().split("\n")).toHaveLength(1 + written);
    expect(crm("doctor", "--db", db).code).toBe(0);
  }, 60_000);

  it("say so with 75 when another program keeps the file open, and change nothing", async () => {
    const { db, crm, crmWith } = withEncrypted();
    crm("decrypt", "--yes");
    const close = keepOpen(db, undefined);
    const waiting = crmWith({ CRM_BUSY_MS: "300" }, "encrypt");
    close();
    expect(waiting.code).toBe(75);
    expect(waiting.err).toContain("another program has the database open");
    expect(crm("contact", "list", "-q").out).toBe("1\n");
    expect(crm("doctor").out).toContain("the file is plain");
  }, 60_000);

  it("leave the old or the new file when they are killed", async () => {
    const { home, db, env, crm } = withEncrypted();
    for (const after of [150, 170, 190, 210, 230, 250, 270, 290, 310, 330, 360, 400]) {
      const verb = isPlain(db) ? "encrypt" : "decrypt";
      await inBackground([verb, "--yes"], home, env, after);
      const { out, err } = crm("contact", "list", "-q");
      expect({ out, err }, verb + " after " + after).toEqual({ out: "1\n", err: "" });
    }
    expect(crm("doctor", "--fix").code).toBe(0);
    expect(readdirSync(home).filter((name) => /recrypting/.test(name))).toEqual([]);
  }, 60_000);
});

const isPlain = (db: string) => readFileSync(db).toString("latin1", 0, 15) === "SQLite format 3";

/** Runs the program beside others; it is killed after so many milliseconds when that is given. */
function inBackground(
  argv: readonly string[],
  home: string,
  env: Readonly<Record<string, string>>,
  killAfter?: number,
): Promise<{ code: number | null }> {
  const child = spawn(program[0], [...program.slice(1), ...argv], {
    env: cleanEnv(home, env),
    stdio: "ignore",
  });
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
  return new Promise((ended) => {
    child.on("close", (code) => {
      clearTimeout(timer);
      ended({ code });
    });
  });
}
