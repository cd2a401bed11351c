/**
 * Loads the program. On the Node that built it the code cache spares compiling it, about a third of a short command;
 * on another Node the cache does not fit and the program is compiled as usual. The version and the first help page are
 * there as texts and need no program.
 */
import { readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

/** Put in by the build. */
declare const crmVersion: string;

if (!answered()) load();

function load(): void {
  const file = join(__dirname, "crm.cjs");
  const cachedData = readCache();
  const script = new Script(readFileSync(file, "latin1"), {
    filename: file,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  script.runInThisContext()({}, createRequire(file), {}, file, __dirname);
}

function readCache(): Buffer | undefined {
  try {
    return readFileSync(join(__dirname, "crm.cache"));
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
