import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/built.ts";

const binary = resolve("dist/crm");

/** Runs it with nothing of this machine's environment: no PATH, no Node. */
function run(argv: readonly string[], env: Readonly<Record<string, string>>) {
  const ran = spawnSync(binary, [...argv], { env, encoding: "utf8", cwd: "/" });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

// Made by `npm run build:binary`, which takes half a minute.
describe.skipIf(!existsSync(binary))("the single executable", () => {
  it("runs in an empty environment, its library alone in the cache, for its owner only", () => {
    const home = scratch();
    expect(run(["--version"], {}).out).toMatch(/^crm \d/);
    expect(run(["contact", "add", "Zoë", "--email", "zoe@acme.example"], { HOME: home }).code).toBe(0);
    expect(JSON.parse(run(["contact", "list", "--json"], { HOME: home }).out)).toMatchObject([
      { name: "Zoë" },
    ]);
    const cache = join(home, ".cache/crm");
    const [library = "", ...more] = readdirSync(cache);
    expect(more).toEqual([]);
    expect(library).toMatch(/^sqlite-[0-9a-f]{32}\.node$/);
    expect(statSync(cache).mode & 0o777).toBe(0o700);
    expect(statSync(join(cache, library)).mode & 0o777).toBe(0o700);
  });

  it("puts a library right that somebody has changed", () => {
    const home = scratch();
    run(["contact", "list"], { HOME: home });
    const cache = join(home, ".cache/crm");
    const library = join(cache, readdirSync(cache)[0]!);
    const whole = readFileSync(library);
    writeFileSync(library, "not a library");
    expect(run(["contact", "list"], { HOME: home }).code).toBe(0);
    expect(readFileSync(library).equals(whole)).toBe(true);
  });

  it("finds another place where the cache cannot be written, or says what to do", () => {
    const home = scratch();
    writeFileSync(join(home, ".cache"), "in the way");
    const env = { HOME: home, TMPDIR: home };
    expect(run(["contact", "list"], env).code).toBe(0);
    expect(readdirSync(home)).toContainEqual(expect.stringMatching(/^crm-/));
    const none = join(home, ".cache");
    const nowhere = run(["contact", "list"], { HOME: none, TMPDIR: none, CRM_DB: join(home, "crm.db") });
    expect(nowhere.code).toBe(1);
    expect(nowhere.err).toContain("XDG_CACHE_HOME");
  });

  it("has the words, libraries and completions of the installed program", () => {
    const home = scratch();
    const env = { HOME: home };
    run(["contact", "add", "Jane", "--phone", "+49 30 901820"], env);
    expect(run(["contact", "list", "--format", "table", "--color"], env).out).toContain("\u001b[");
    expect(run(["contact", "list", "--query", "length(@)"], env).out).toBe("1\n");
    expect(run(["report", "segments", "--by", "city", "--json"], env).code).toBe(0);
    expect(run(["completion", "words", "--", "conta"], env).out).toBe("contact\n");
    expect(run(["--help"], env).out).toContain("Usage: crm");
  });

  it("reads a large file in a second thread, which the executable holds too", () => {
    const home = scratch();
    const csv = join(home, "people.csv");
    const lines = Array.from(
      { length: 40_000 },
      (_, i) => `Person ${i},p${i}@mail${i}.example,${"x".repeat(70)}`,
    );
    lines.push("Wrong,not an address,note");
    writeFileSync(csv, ["name,email,note", ...lines, ""].join("\n"));
    expect(statSync(csv).size).toBeGreaterThan(4_000_000);
    const env = { HOME: home, NODE_DEBUG: "worker" };
    const ran = run(["import", "contacts", csv, "--rejects", join(home, "rejects.csv")], env);
    expect(ran.code).toBe(5);
    expect(ran.err).toContain("40,000 new");
    expect(ran.err).toMatch(/WORKER \d+: \[0\] created Worker with ID/);
    expect(readFileSync(join(home, "rejects.csv"), "utf8")).toContain("not an address");
  });

  it("comes as a tarball with its manual and completions", () => {
    const [file] = readdirSync("dist").filter((name) => name.endsWith(".tar.gz"));
    const listed = spawnSync("tar", ["-tzf", join("dist", file!)], { encoding: "utf8" }).stdout;
    const names = listed.split("\n").map((name) => name.replace(/^[^/]+\//, ""));
    expect(names).toEqual(
      expect.arrayContaining(["crm", "LICENSE", "README.md", "man/crm.1", "man/crm-contact.1"]),
    );
    expect(names).toEqual(
      expect.arrayContaining(["completion/crm.bash", "completion/_crm", "completion/crm.fish"]),
    );
  });

  it.skipIf(spawnSync("dpkg-deb", ["--version"]).status !== 0)(
    "comes as a Debian package that holds the program, the manual and the completions where Debian looks for them",
    () => {
      const root = scratch();
      const [file] = readdirSync("dist").filter((name) => name.endsWith(".deb"));
      expect(spawnSync("dpkg-deb", ["-x", join("dist", file!), root]).status).toBe(0);
      const ran = spawnSync(join(root, "usr/bin/crm"), ["--version"], { env: {}, encoding: "utf8" });
      expect(ran.stdout).toMatch(/^crm \d/);
      const page = readFileSync(join(root, "usr/share/man/man1/crm.1.gz"));
      expect(gunzipSync(page).toString()).toContain(".TH");
      for (const name of ["bash-completion/completions/crm", "zsh/vendor-completions/_crm"])
        expect(readFileSync(join(root, "usr/share", name), "utf8")).toContain("crm completion");
      const fish = readFileSync(join(root, "usr/share/fish/vendor_completions.d/crm.fish"), "utf8");
      expect(fish).toContain("completion");
    },
  );
});
