import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runBuilt, scratch } from "../support/built.ts";

/** What an encrypted file looks like from outside: a salt, eight readable bytes, noise. */
function lockedFile() {
  const home = scratch();
  const db = join(home, "crm.db");
  const salt = Buffer.from("290155d7f9308a477c0256405a0e1fad", "hex");
  writeFileSync(db, Buffer.concat([salt, Buffer.from([32, 0, 1, 1, 32, 64, 32, 32]), Buffer.alloc(8168, 7)]));
  const before = readFileSync(db);
  const crm = (env: Readonly<Record<string, string>>, ...argv: string[]) =>
    runBuilt(argv, { home, env: { CRM_DB: db, ...env } });
  return { home, db, crm, isUntouched: () => readFileSync(db).equals(before) };
}

describe("an encrypted database without the package that reads it", () => {
  it.each([["contact", "list"], ["contact", "add", "Jane"], ["doctor"], ["sql", "SELECT 1"], ["backup"]])(
    "crm %s %s says what to install, and touches nothing",
    (...argv) => {
      const { crm, isUntouched } = lockedFile();
      const { code, out, err } = crm({ CRM_PASSPHRASE: "correct horse" }, ...argv);
      expect({ code: argv[0] === "doctor" ? 1 : code, out: argv[0] === "doctor" ? "" : out }).toEqual({
        code: 1,
        out: "",
      });
      expect(err + out).toContain("npm install -g better-sqlite3-multiple-ciphers");
      expect(err + out).toContain("is encrypted");
      expect(err + out).not.toContain("horse");
      expect(isUntouched()).toBe(true);
    },
  );

  it("is no obstacle to what does not open it", () => {
    const { crm } = lockedFile();
    expect(crm({}, "completion", "bash").code).toBe(0);
    expect(crm({}, "config", "path").code).toBe(0);
    expect(crm({}, "contact", "--help").code).toBe(0);
  });

  it("cannot be made: crm encrypt says what to install and changes nothing", () => {
    const home = scratch();
    const db = join(home, "crm.db");
    runBuilt(["contact", "add", "Jane", "--db", db], { home });
    const before = readFileSync(db);
    const { code, err } = runBuilt(["encrypt", "--db", db], { home, env: { CRM_PASSPHRASE: "open sesame" } });
    expect(code).toBe(1);
    expect(err).toContain("npm install -g better-sqlite3-multiple-ciphers");
    expect(readFileSync(db).equals(before)).toBe(true);
  });
});

describe("crm decrypt and crm rekey", () => {
  it.each(["decrypt", "rekey"])("%s of a plain database says that it is plain", (verb) => {
    const home = scratch();
    const db = join(home, "crm.db");
    runBuilt(["contact", "add", "Jane", "--db", db], { home });
    const { code, err } = runBuilt([verb, "--yes", "--db", db], { home });
    expect(code).toBe(1);
    expect(err).toContain("is not encrypted");
  });
});

describe("the passphrase", () => {
  it("is in no list of settings; where it comes from is", () => {
    const home = scratch();
    const env = { CRM_PASSPHRASE: "open sesame", CRM_PASSPHRASE_FILE: join(home, "pass") };
    const { out, err } = runBuilt(["config", "list", "--show-origin", "--json"], { home, env });
    expect(out).toContain(join(home, "pass"));
    expect(out + err).not.toContain("sesame");
  });

  it("is no setting that a database can hold, nor an option", () => {
    const home = scratch();
    expect(runBuilt(["config", "set", "passphrase", "x"], { home }).code).toBe(2);
    expect(runBuilt(["encrypt", "--passphrase", "x"], { home }).code).toBe(2);
    runBuilt(["config", "set", "passphrase.file", join(home, "pass")], { home });
    const kept = runBuilt(["sql", "SELECT count(*) AS n FROM setting WHERE key LIKE 'pass%'"], { home });
    expect(kept.out).toBe("n\n0\n");
  });
});
