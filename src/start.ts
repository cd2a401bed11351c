/**
 * Loads the program. On the Node that built it the code cache spares compiling it, about a third of a short command;
 * on another Node the cache does not fit and the program is compiled as usual. The version and the first help page are
 * there as texts and need no program.
 */
import { readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";

/** Put in by the build. */
declare const crmVersion: string;

const ours = /^\.\/[\w-]+\.cjs$/;
const loaded = new Map<string, { exports: unknown }>();
/** Of crm.cjs there is a cache for each of these words, with what it runs; a wrong guess costs only time. */
const ownCache = ["followup", "find", "today", "remind"];

if (!answered()) load("./crm.cjs");

/** `require` as the program's files know it: those of ours are run from their code caches. */
function load(id: string): unknown {
  if (!ours.test(id)) return require(id);
  const known = loaded.get(id);
  if (known !== undefined) return known.exports;
  const module = { exports: {} as unknown };
  loaded.set(id, module);
  const file = join(__dirname, id);
  const cachedData = readCache(join(__dirname, cacheOf(id)));
  const script = new Script(readFileSync(file, "latin1"), {
    filename: file,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  script.runInThisContext()(module.exports, load, module, file, __dirname);
  return module.exports;
}

function cacheOf(id: string): string {
  const word = id === "./crm.cjs" ? process.argv.find((arg) => ownCache.includes(arg)) : undefined;
  return (word === undefined ? id.slice(0, -4) : "crm-" + word) + ".cache";
}

function readCache(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** True when one of the two questions that have a fixed answer has been answered. */
function answered(): boolean {
  const [word, ...more] = process.argv.slice(2);
  if (more.length > 0) return false;
  try {
    if (word === "--version" || word === "-V") return write("crm " + crmVersion + "\n");
    if (word === "--help" || word === "-h" || word === "help") {
      return write(readFileSync(join(__dirname, "help.txt"), "utf8"));
    }
  } catch {
    // The program itself answers, and deals with a reader that is slow or gone.
  }
  return false;
}

/** A short text goes out whole or, to a full pipe, not at all. */
function write(text: string): true {
  writeSync(1, text);
  return true;
}
