// Runs the commonest commands as dist/start.cjs does. "modules": all in one process; says which modules of the program
// ran. "caches": those of each word in a process of its own; keeps the code that V8 compiled, of crm.cjs a cache for each
// word, of every other file what its beginning needs. A cache of all commands would cost each the reading of the others'.
const { execFileSync } = require("node:child_process");
const { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { tmpdir } = require("node:os");
const path = require("node:path");
const vm = require("node:vm");

const dist = path.resolve(__dirname, "../dist");
const outside = Module.createRequire(path.join(dist, "crm.cjs"));
const [asked, folder, word] = process.argv.slice(2);

/** Commands that read: making a database needs much that other commands never do. */
const common = [
  ["contact", "show", "jane"],
  ["contact", "show", "1"],
  ["followup", "list"],
  ["find", "jane"],
  ["today"],
];
/** What is said of a failure is in crm.cjs too. Not the last one, whose exit code is this process's. */
const failing = ["contact", "show", "99"];
/** What has a cache of crm.cjs of its own (src/start.ts); every other word uses that of contact. */
const ownCache = ["followup", "find", "today", "remind"];
if (folder === undefined) prepare();
else keep();

function prepare() {
  const made = mkdtempSync(path.join(tmpdir(), "crm-build-"));
  const env = {
    ...process.env,
    CRM_DB: path.join(made, "crm.db"),
    CRM_CONFIG: path.join(made, "none.toml"),
    NODE_EXTRA_CA_CERTS: "",
  };
  try {
    const start = path.join(dist, "start.cjs");
    execFileSync(
      process.execPath,
      [start, "contact", "add", "Jane", "--email", "jane@acme.example", "--phone", "+49 30 23125 120"],
      { env, stdio: "ignore" },
    );
    for (const each of asked === "modules" ? [""] : [...ownCache, "contact"])
      execFileSync(process.execPath, [__filename, asked, made, each], { env, stdio: "ignore" });
    if (asked === "modules") process.stdout.write(readFileSync(path.join(made, "modules.json")));
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

const scripts = new Map();
let loaded = new Map();

function load(id) {
  if (!/^\.\/[\w-]+\.cjs$/.test(id)) return outside(id);
  const known = loaded.get(id);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(id, module);
  const file = path.join(dist, id);
  if (!scripts.has(id)) scripts.set(id, new vm.Script(readFileSync(file, "latin1"), { filename: file }));
  scripts.get(id).runInThisContext()(module.exports, load, module, file, dist);
  return module.exports;
}

function keep() {
  globalThis.crmModules = new Set();
  // Remind has a file of its own, which is not there yet while modules are looked at.
  const runs =
    asked === "modules" ? [failing, ...common] : [...common, ["remind"]].filter(([first]) => word === first);
  process.on("beforeExit", () => {
    const argv = runs.shift();
    if (argv === undefined) return;
    process.argv = [process.execPath, "crm", ...argv];
    loaded = new Map();
    load("./crm.cjs");
    // Without work that is under way there is no next "beforeExit".
    setImmediate(() => undefined);
  });
  process.on("exit", () => {
    if (asked === "modules")
      writeFileSync(path.join(folder, "modules.json"), JSON.stringify([...globalThis.crmModules]));
    else writeCaches();
  });
}

function writeCaches() {
  const first = scripts.get("./crm.cjs").createCachedData();
  writeFileSync(path.join(dist, (word === "contact" ? "crm" : "crm-" + word) + ".cache"), first);
  if (word !== "contact") return;
  for (const name of readdirSync(dist)) {
    if (/^(rest|word-.*)\.cjs$/.test(name)) load("./" + name);
  }
  for (const [id, script] of scripts) {
    if (id !== "./crm.cjs")
      writeFileSync(path.join(dist, id.slice(0, -3) + "cache"), script.createCachedData());
  }
}
