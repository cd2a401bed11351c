// What an installed crm is made of: packages at run time, their sizes, and our own files.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "crm-footprint-"));

function must(args) {
  const ran = spawnSync("npm", args, { encoding: "utf8" });
  if (ran.status !== 0) throw new Error("npm " + args.join(" ") + "\n" + ran.stderr);
  return ran.stdout;
}

function bytes(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + bytes(join(path, name)), 0);
}

const mb = (size) => (size / 1e6).toFixed(1) + " MB";
const pack = must(["pack", "--ignore-scripts", "--silent", "--pack-destination", folder])
  .trim()
  .split("\n")
  .at(-1);
must(["install", "-g", "--prefix", folder, "--no-audit", "--no-fund", join(folder, pack)]);
const root = join(folder, "lib/node_modules/crm");
const modules = join(root, "node_modules");
const names = readdirSync(modules)
  .filter((name) => !name.startsWith("."))
  .flatMap((name) =>
    name.startsWith("@") ? readdirSync(join(modules, name)).map((inner) => name + "/" + inner) : [name],
  );
const direct = Object.keys(JSON.parse(readFileSync("package.json", "utf8")).dependencies);
console.log(`${direct.length} direct, ${names.length} packages at run time in all, ${mb(bytes(modules))}`);
for (const name of names.sort()) console.log("  " + name + " " + mb(bytes(join(modules, name))));
console.log(
  `our own: ${mb(bytes(join(root, "dist")))} of code, ${mb(bytes(root) - bytes(modules))} in all; packed ${mb(statSync(join(folder, pack)).size)}`,
);
rmSync(folder, { recursive: true, force: true });
