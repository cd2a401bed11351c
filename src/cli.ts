import { existsSync, fstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runApart, toldPassphrase } from "./apart.ts";
import { createApp } from "./app.ts";
import { editInEditor } from "./editor.ts";
import { UserError } from "./errors.ts";
import { findJq } from "./jq.ts";
import { readKeys } from "./keyboard.ts";
import { run } from "./main.ts";
import { startPager } from "./pager.ts";
import { loadPlainPrompts, loadPrompts } from "./prompt.ts";
import { singleBinary } from "./single-binary.ts";
import { inspectDb, openDb } from "./store/db.ts";
import { processZone } from "./values/zone.ts";
import { version } from "./version.ts";
import type { Bounds, ConfigPlace, Exceeded, World } from "./world.ts";
import { writeAll } from "./write-all.ts";

const load = createRequire(import.meta.url);
const descriptors = { in: 0, out: 1, err: 2 } as const;

/**
 * The process's own streams would cost some milliseconds to load and lose what is still under way when the process ends.
 */
function writeTo(descriptor: number): (text: string) => void {
  return (text) => {
    try {
      writeAll(descriptor, text);
    } catch (error) {
      // A reader that has seen enough (`crm contact list | head`) is no failure.
      if (error instanceof Error && "code" in error && error.code === "EPIPE") process.exit(0);
      throw error;
    }
  };
}

/** The memory devices of Linux, /dev/null among them: character devices that are no terminal. */
const memoryDevices = 1;

/** Only a character device can be a terminal; what asks further costs milliseconds to load and is loaded only then. */
function isTerminal(descriptor: number): boolean {
  try {
    if (fstatSync(descriptor).rdev >> 8 === memoryDevices) return false;
    return (
      fstatSync(descriptor).isCharacterDevice() &&
      (load("node:tty") as typeof import("node:tty")).isatty(descriptor)
    );
  } catch {
    return false;
  }
}

/** A directory would look empty, for nothing can be read of it. */
function standardInput(): AsyncIterable<Uint8Array> {
  if (fstatSync(descriptors.in).isDirectory())
    throw new UserError("refused", "standard input is a directory", "send a file of it: < FILE");
  return process.stdin;
}

function realWorld(): World {
  const isTty = {
    in: isTerminal(descriptors.in),
    out: isTerminal(descriptors.out),
    err: isTerminal(descriptors.err),
  };
  return {
    out: writeTo(descriptors.out),
    err: writeTo(descriptors.err),
    input: standardInput,
    isTty,
    width: isTty.out ? process.stdout.columns : 80,
    env: process.env,
    clock: () => new Date(),
    zone: processZone,
    zoneName: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    user: () => process.env.USER ?? userName(),
    program: ownCommand(),
    node: process.versions.node,
    ask: (plain) =>
      (plain ? loadPlainPrompts : loadPrompts)({ input: process.stdin, output: process.stderr }),
    config: configPlace(process.env),
    height: isTty.out ? process.stdout.rows : undefined,
    page: (words) => startPager(words, process.env, () => process.exit(0)),
    jq: () => findJq(process.env),
    edit: (text, editor) => editInEditor(text, { ...editor, env: process.env, ownsOutput: isTty.out }),
    keys: () => readKeys(process.stdin),
    passphrase: givenPassphrase,
    modules: [join(dirname(process.execPath), "../lib/node_modules"), "/usr/local/lib/node_modules"],
    keepFailure,
    apart: againApart,
    look: inspectDb,
    open: (path, mode) => openDb({ path, mode, busyMs: busyMs(isTty.in && isTty.err) }),
  };
}

/** crm in the XDG configuration directory, on every system where that is set; CRM_CONFIG names another file. */
function configPlace(env: NodeJS.ProcessEnv): ConfigPlace {
  const home = env.HOME || env.USERPROFILE || ".";
  const dir = env.CRM_CONFIG
    ? dirname(env.CRM_CONFIG)
    : join(env.XDG_CONFIG_HOME || env.APPDATA || join(home, ".config"), "crm");
  const path = env.CRM_CONFIG || join(dir, "config.toml");
  return {
    dir,
    path,
    read: () => readText(path),
    write: (text) => {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      writeFileSync(path, text, { mode: 0o600 });
    },
  };
}

/** Writes what is known of a bug into the XDG state directory, for its owner only; undefined when it cannot. */
function keepFailure(stack: string, line: string): string | undefined {
  const { env, versions, platform } = process;
  const state = env.XDG_STATE_HOME || join(env.HOME || env.USERPROFILE || ".", ".local/state");
  const at = new Date().toISOString();
  const file = join(state, "crm", "failure-" + at.replaceAll(/[:.]/g, "-") + ".log");
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const head = ["crm " + version, "node " + versions.node + " " + platform, at, line];
    writeFileSync(file, [...head, "", stack, ""].join("\n"), { mode: 0o600 });
    return file;
  } catch {
    return undefined;
  }
}

/** undefined when there is no such file. */
function readText(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  return readFileSync(path, "utf8");
}

/** How this program is called: node with its file, or the single executable. */
function ownCommand(): string[] {
  return singleBinary() !== undefined ? [process.execPath] : [process.execPath, ...process.argv.slice(1, 2)];
}

let passphrase: string | undefined;

/** Taken out of the environment, so that programs which this one starts do not have it. */
function givenPassphrase(): string | undefined {
  passphrase ??= (process.env.CRM_APART === "1" && toldPassphrase()) || process.env.CRM_PASSPHRASE;
  delete process.env.CRM_PASSPHRASE;
  return passphrase === "" ? undefined : passphrase;
}

/** This command line again, in a process of its own. */
function againApart(bounds: Bounds, passphrase: string): Promise<number | Exceeded> {
  const words = [...ownCommand(), ...process.argv.slice(2)];
  return runApart({ words, env: process.env, passphrase, bounds, beforeSignal });
}

/** Does the work before a signal ends this process; gives what takes that back. */
function beforeSignal(work: () => void): () => void {
  const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  const end = (signal: NodeJS.Signals) => {
    work();
    forget();
    process.kill(process.pid, signal);
  };
  const forget = () => {
    for (const signal of signals) process.removeListener(signal, end);
  };
  for (const signal of signals) process.on(signal, end);
  return forget;
}

/** How long to wait for another writer: a person not as long as a script; CRM_BUSY_MS overrides both. */
function busyMs(personWaits: boolean): number {
  const asked = Number(process.env.CRM_BUSY_MS);
  if (Number.isInteger(asked) && asked > 0) return asked;
  return personWaits ? 5000 : 30_000;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

/** Why this Node cannot run crm: the database's addon would end it with a crash that nothing can catch. */
function nodeFault(): string | undefined {
  const { node } = process.versions;
  if (!isSupported(node)) return "crm needs Node 20.19, 22.14, 24 or later; this is " + node;
  if (!isAddonOfNewerNode()) return undefined;
  return "crm was installed by a newer Node than " + node + ": install it again with this one";
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major >= 24 || (major === 22 && minor >= 14) || (major === 20 && minor >= 19);
}

/** npm chooses another addon for a newer Node, which then installed crm; Node 20 cannot run it. */
function isAddonOfNewerNode(): boolean {
  if (Number(process.versions.napi) >= 10) return false;
  return existsSync(
    join(dirname(fileURLToPath(import.meta.url)), "../node_modules/better-sqlite3/prebuilds"),
  );
}

/**
 * What Node does at the end of itself, a collection of garbage and the taking down of its heap, is a twentieth of a short
 * command. Whatever is still under way is waited for as ever.
 */
function endIfDone(): void {
  if (process.getActiveResourcesInfo().length === 0) process.exit();
}

const fault = nodeFault();
if (fault !== undefined) {
  writeTo(descriptors.err)(fault + "\n");
  process.exit(1);
}
run(process.argv.slice(2), createApp(realWorld())).then((code) => {
  process.exitCode = code;
  process.nextTick(endIfDone);
});
