/**
 * Loads the program. On the Node that built it the code cache spares compiling it, about a third of a short command;
 * on another Node the cache does not fit and the program is compiled as usual.
 */
import { readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

const file = join(__dirname, "crm.cjs");
const source = Module.wrap(readFileSync(file, "latin1"));
const cachedData = readCache();
const script = new Script(source, { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
script.runInThisContext()({}, createRequire(file), {}, file, __dirname);

function readCache(): Buffer | undefined {
  try {
    return readFileSync(join(__dirname, "crm.cache"));
  } catch {
    return undefined;
  }
}
