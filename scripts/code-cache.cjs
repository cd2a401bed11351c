// Runs a short command as dist/start.cjs does and keeps the code that V8 compiled for it in dist/crm.cache.
const { execFileSync } = require("node:child_process");
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { tmpdir } = require("node:os");
const path = require("node:path");
const vm = require("node:vm");

const dist = path.resolve(__dirname, "../dist");
const file = path.join(dist, "crm.cjs");
const [folder] = process.argv.slice(2);
if (folder === undefined) prepare();
else keep();

/** The cache is of a command that reads: making a database needs much that other commands never do. */
function prepare() {
  const made = mkdtempSync(path.join(tmpdir(), "crm-build-"));
  const env = { ...process.env, CRM_DB: path.join(made, "crm.db"), CRM_CONFIG: path.join(made, "none.toml") };
  const start = path.join(dist, "start.cjs");
  execFileSync(process.execPath, [start, "contact", "add", "Jane", "--email", "jane@acme.example"], {
    env,
    stdio: "ignore",
  });
  execFileSync(process.execPath, [__filename, made], { env, stdio: "ignore" });
  rmSync(made, { recursive: true, force: true });
}

function keep() {
  process.argv = [process.execPath, "crm", "contact", "show", "jane"];
  const script = new vm.Script(readFileSync(file, "latin1"), { filename: file });
  process.on("exit", () => writeFileSync(path.join(dist, "crm.cache"), script.createCachedData()));
  script.runInThisContext()({}, Module.createRequire(file), {}, file, dist);
}
