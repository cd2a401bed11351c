/**
 * The beginning of the single executable: the program and its libraries are inside, as assets, and are run from there.
 * Only the database's native library has to be a file; it is kept in the user's cache.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { nativeLibrary } from "./binary-cache.ts";

const builtin = createRequire(process.execPath);
const { getAsset, getRawAsset } = builtin("node:sea") as {
  getAsset(name: string, encoding: string): string;
  getRawAsset(name: string): ArrayBuffer;
};
const home = dirname(process.execPath);
const loaded = new Map<string, { exports: unknown }>();

/** Put in by the build: of the native library's bytes, in hexadecimal. */
declare const nativeSha256: string;

type Wrapped = (
  exports: unknown,
  require: (id: string) => unknown,
  module: object,
  file: string,
  dir: string,
) => void;

/** `require` as the program's files know it: "./vendor/chalk.cjs" is the asset of that name. */
function requireAsset(id: string): unknown {
  if (!id.startsWith("./")) return builtin(id);
  const name = id.slice(2);
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} as unknown };
  loaded.set(name, module);
  if (name.startsWith("vendor/")) {
    const source = getAsset(name, "utf8");
    run(name, {
      source: "(function(exports,require,module,__filename,__dirname){" + source + "\n})",
      module,
    });
  } else {
    const cachedData = Buffer.from(getRawAsset(name.slice(0, -3) + "cache"));
    run(name, { source: getAsset(name, "latin1"), module, cachedData });
  }
  return module.exports;
}

interface Part {
  readonly source: string;
  readonly module: { exports: unknown };
  readonly cachedData?: Buffer;
}

function run(name: string, { source, module, ...cache }: Part): void {
  const filename = join(home, name);
  const script = new Script(source, { filename, ...cache });
  const wrapped = script.runInThisContext() as Wrapped;
  wrapped(module.exports, requireAsset, module, filename, home);
}

/** Where the native library is. */
function native(): string {
  const bytes = () => Buffer.from(getRawAsset("sqlite.node"));
  return nativeLibrary({ sha256: nativeSha256, bytes, env: process.env, uid: process.getuid?.() });
}

/**
 * Runs a file of the program in a thread, which knows nothing of this one: it is handed over as the text of this
 * function, so that it uses nothing from outside.
 */
function runInThread(outside: (id: string) => unknown, first: string): void {
  const { getAsset } = outside("node:sea") as { getAsset(name: string, encoding: string): string };
  const vm = outside("node:vm") as typeof import("node:vm");
  const known = new Map<string, { exports: unknown }>();
  const load = (id: string): unknown => {
    if (!id.startsWith("./")) return outside(id);
    const module = known.get(id) ?? { exports: {} };
    if (known.has(id)) return module.exports;
    known.set(id, module);
    const source = "(function(exports,require,module){" + getAsset(id.slice(2), "utf8") + "\n})";
    const wrapped = new vm.Script(source, { filename: id }).runInThisContext() as Wrapped;
    wrapped(module.exports, load, module, id, "");
    return module.exports;
  };
  load(first);
}

const text = (name: string) => getAsset(name, "utf8");
const thread = (name: string) => "(" + runInThread + ")(require, " + JSON.stringify("./" + name) + ")";

Object.assign(globalThis, { [Symbol.for("crm.binary")]: { require: requireAsset, native, text, thread } });
requireAsset("./crm.cjs");
