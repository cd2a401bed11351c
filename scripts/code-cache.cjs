// Runs a short command as dist/start.cjs does and keeps the code that V8 compiled for it in dist/crm.cache.
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { tmpdir } = require("node:os");
const path = require("node:path");
const vm = require("node:vm");

const folder = mkdtempSync(path.join(tmpdir(), "crm-build-"));
process.env.CRM_DB = path.join(folder, "crm.db");
process.argv = [process.execPath, "crm", "contact", "list"];

const dist = path.resolve(__dirname, "../dist");
const file = path.join(dist, "crm.cjs");
const script = new vm.Script(Module.wrap(readFileSync(file, "latin1")), { filename: file });
process.on("exit", () => {
  writeFileSync(path.join(dist, "crm.cache"), script.createCachedData());
  rmSync(folder, { recursive: true, force: true });
});
script.runInThisContext()({}, Module.createRequire(file), {}, file, dist);
