import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/built.ts";

const binary = resolve("dist/crm");

/** Into a root of its own, which only root may: with dpkg, man and chroot, on the kind of machine that the package is for. */
const canInstall =
  process.getuid?.() === 0 &&
  process.arch === "x64" &&
  ["dpkg", "man", "/usr/sbin/chroot"].every((name) => spawnSync(name, ["--version"]).status === 0);

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

  it.skipIf(!canInstall)(
    "is installed by dpkg into a system that has no more than its package asks for, and works there",
    { timeout: 120_000 },
    () => {
      const root = systemWith(["libc6", "libstdc++6", "libgcc-s1"]);
      const [file] = readdirSync("dist").filter((name) => name.endsWith(".deb"));
      const dpkg = (...argv: string[]) =>
        spawnSync("dpkg", ["--root=" + root, ...argv], { encoding: "utf8" });
      expect(dpkg("-i", join("dist", file!))).toMatchObject({ status: 0 });
      expect(dpkg("-s", "crm").stdout).toContain("Status: install ok installed");
      // No node, no shell, nobody in passwd.
      const crm = (...argv: string[]) => {
        const env = { HOME: "/root", USER: "me" };
        return spawnSync("/usr/sbin/chroot", [root, "/usr/bin/crm", ...argv], { env, encoding: "utf8" });
      };
      expect(crm("contact", "add", "Zoë", "--email", "zoe@acme.example")).toMatchObject({ status: 0 });
      expect(crm("contact", "list", "--format", "table").stdout).toContain("zoe@acme.example");
      expect(crm("demo", "/root/demo.db", "-q")).toMatchObject({ status: 0, stderr: "" });

      const env = { PATH: join(root, "usr/bin") + ":/usr/bin:/bin", HOME: scratch(), LANG: "C.UTF-8" };
      const pages = ["-M", join(root, "usr/share/man"), "-P", "cat"];
      for (const page of ["crm", "crm-contact"]) {
        const read = spawnSync("man", [...pages, page], { env, encoding: "utf8" });
        expect(read.stdout).toMatch(/^NAME\n +crm/m);
      }
      const completed = `. "${root}/usr/share/bash-completion/completions/crm"
        COMP_WORDS=(crm contact sho); COMP_CWORD=2; _crm; echo "\${COMPREPLY[@]}"`;
      expect(spawnSync("bash", ["-c", completed], { env, encoding: "utf8" }).stdout).toBe("show\n");
      expect(dpkg("--purge", "crm").status).toBe(0);
      expect(existsSync(join(root, "usr/bin/crm"))).toBe(false);
      expect(existsSync(join(root, "usr/share/man"))).toBe(false);
    },
  );
});

/** The root of a system of its own: dpkg takes the packages for installed, and their libraries are there. */
function systemWith(packages: readonly string[]): string {
  const root = scratch();
  for (const folder of ["var/lib/dpkg/info", "var/lib/dpkg/updates", "root", "tmp"])
    mkdirSync(join(root, folder), { recursive: true });
  const fields =
    "Status: install ok installed\nMaintainer: x\nArchitecture: amd64\nVersion: 1\nDescription: x\n";
  const status = packages.map((name) => "Package: " + name + "\n" + fields + "\n").join("");
  writeFileSync(join(root, "var/lib/dpkg/status"), status);
  for (const name of packages) writeFileSync(join(root, "var/lib/dpkg/info", name + ".list"), "");
  const needed = spawnSync("ldd", [binary], { encoding: "utf8" }).stdout;
  for (const [library] of needed.matchAll(/\/[^ ]+/g)) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    copyFileSync(library, join(root, library));
  }
  return root;
}
