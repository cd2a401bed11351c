// One executable with Node, the program and the native database library inside: dist/crm. Then a tarball and, where
// dpkg-deb is there, a Debian package, both with the manual and the completions.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { shared } from "./bundles.mjs";
import "./build.mjs";

const { version, description } = JSON.parse(readFileSync("package.json", "utf8"));
const native = "node_modules/better-sqlite3/build/Release/better_sqlite3.node";
const sha256 = createHash("sha256").update(readFileSync(native)).digest("hex");
const run = (program, args) => execFileSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });

await build({
  ...shared,
  entryPoints: ["src/binary.ts"],
  outfile: "dist/binary.cjs",
  define: { nativeSha256: JSON.stringify(sha256) },
});

const inside = readdirSync("dist").filter((name) => /^(crm|crm-.*|rest|word-.*)\.(cjs|cache)$/.test(name));
const threads = ["import-thread.cjs"];
const vendors = readdirSync("dist/vendor").map((name) => "vendor/" + name);
const built = [...inside, ...threads, ...vendors].map((name) => [name, join("dist", name)]);
const examples = readdirSync("examples").map((name) => ["examples/" + name, "examples/" + name]);
const assets = Object.fromEntries([...built, ...examples]);
writeFileSync(
  "dist/sea.json",
  JSON.stringify({
    main: "dist/binary.cjs",
    output: "dist/sea.blob",
    disableExperimentalSEAWarning: true,
    assets: { ...assets, "sqlite.node": native },
  }),
);
run(process.execPath, ["--experimental-sea-config", "dist/sea.json"]);
rmSync("dist/crm", { force: true });
copyFileSync(realpathSync(process.execPath), "dist/crm");
chmodSync("dist/crm", 0o755);
const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";
run("npx", [
  "--yes",
  "postject@1.0.0-alpha.6",
  "dist/crm",
  "NODE_SEA_BLOB",
  "dist/sea.blob",
  "--sentinel-fuse",
  fuse,
]);
for (const name of ["sea.json", "sea.blob", "binary.cjs"]) rmSync("dist/" + name);

const completions = { bash: "completion/crm.bash", zsh: "completion/_crm", fish: "completion/crm.fish" };
const outOf = (shell) => execFileSync("dist/crm", ["completion", shell], { env: { ...process.env } });
const size = (file) => (statSync(file).size / 1e6).toFixed(0) + " MB";

/** crm-<version>/ with the program, its manual and its completions. */
function tarball() {
  const root = "crm-" + version;
  const folder = join("dist", root);
  mkdirSync(join(folder, "completion"), { recursive: true });
  copyFileSync("dist/crm", join(folder, "crm"));
  for (const name of ["LICENSE", "README.md", "CHANGELOG.md"]) copyFileSync(name, join(folder, name));
  cpSync("man", join(folder, "man"), { recursive: true });
  for (const [shell, file] of Object.entries(completions)) writeFileSync(join(folder, file), outOf(shell));
  const file = "dist/" + root + "-" + process.platform + "-" + process.arch + ".tar.gz";
  run("tar", ["-C", "dist", "-czf", file, root]);
  rmSync(folder, { recursive: true });
  return file;
}

function deb() {
  const root = "dist/deb";
  const put = (file, text, mode = 0o644) => {
    mkdirSync(join(root, file, ".."), { recursive: true });
    writeFileSync(join(root, file), text, { mode });
  };
  const arch = { x64: "amd64", arm64: "arm64" }[process.arch] ?? process.arch;
  put("usr/bin/crm", readFileSync("dist/crm"), 0o755);
  for (const name of readdirSync("man"))
    put("usr/share/man/man1/" + name + ".gz", gzipSync(readFileSync("man/" + name)));
  put("usr/share/bash-completion/completions/crm", outOf("bash"));
  put("usr/share/zsh/vendor-completions/_crm", outOf("zsh"));
  put("usr/share/fish/vendor_completions.d/crm.fish", outOf("fish"));
  put("usr/share/doc/crm/copyright", readFileSync("LICENSE"));
  const control = [
    "Package: crm",
    "Version: " + version,
    "Architecture: " + arch,
    "Maintainer: crm contributors <crm@crm.example>",
    "Section: utils",
    "Priority: optional",
    "Depends: libc6, libstdc++6, libgcc-s1",
    "Description: " + description.split(":")[0],
    " " + description,
    "",
  ];
  put("DEBIAN/control", control.join("\n"));
  const file = "dist/crm_" + version + "_" + arch + ".deb";
  run("dpkg-deb", ["--root-owner-group", "-Zxz", "-z1", "--build", root, file]);
  rmSync(root, { recursive: true });
  return file;
}

const made = ["dist/crm", tarball()];
if (spawnSync("dpkg-deb", ["--version"]).status === 0) made.push(deb());
for (const file of made) console.log(file + " " + size(file));
