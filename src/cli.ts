import { existsSync, fstatSync, mkdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createApp } from "./app.ts";
import { editInEditor } from "./editor.ts";
import { findJq } from "./jq.ts";
import { readKeys } from "./keyboard.ts";
import { run } from "./main.ts";
import { startPager } from "./pager.ts";
import { loadPlainPrompts, loadPrompts } from "./prompt.ts";
import { singleBinary } from "./single-binary.ts";
import { inspectDb, openDb } from "./store/db.ts";
import { processZone } from "./values/zone.ts";
import { version } from "./version.ts";
import type { Bounds, ConfigPlace, World } from "./world.ts";

const load = createRequire(import.meta.url);
const descriptors = { in: 0, out: 1, err: 2 } as const;

/**
 * Writes all of the text before it returns. The process's own streams would cost some milliseconds to load and lose
 * what is still under way when the process ends.
 */
function writeTo(descriptor: number): (text: string) => void {
  return (text) => {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) done += writeSome(descriptor, bytes.subarray(done));
  };
}

function writeSome(descriptor: number, bytes: Uint8Array): number {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    // A reader that has seen enough (`crm contact list | head`) is no failure.
    if (code === "EPIPE") process.exit(0);
    if (code !== "EAGAIN") throw error;
    // The other end is slow and the pipe does not block by itself: give it a moment.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    return 0;
  }
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

function realWorld(): World {
  const isTty = {
    in: isTerminal(descriptors.in),
    out: isTerminal(descriptors.out),
    err: isTerminal(descriptors.err),
  };
  return {
    out: writeTo(descriptors.out),
    err: writeTo(descriptors.err),
    input: () => process.stdin,
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
    apart: runApart,
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

/** The pipe through which a crm that runs this one apart says the passphrase. */
const passphrasePipe = 3;
let passphrase: string | undefined;

/** Taken out of the environment, so that programs which this one starts do not have it. */
function givenPassphrase(): string | undefined {
  passphrase ??= (process.env.CRM_APART === "1" && fromPipe()) || process.env.CRM_PASSPHRASE;
  delete process.env.CRM_PASSPHRASE;
  return passphrase === "" ? undefined : passphrase;
}

function fromPipe(): string {
  try {
    return readFileSync(passphrasePipe, "utf8");
  } catch {
    return "";
  }
}

/** This command line in a process of its own, whose output goes where ours goes. It does not outlive us. */
async function runApart({ ms, bytes }: Bounds, secret: string): Promise<number | "late" | "large"> {
  const { spawn } = load("node:child_process") as typeof import("node:child_process");
  const [program = "", ...own] = ownCommand();
  const child = spawn(program, [...own, ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "pipe"],
    env: { ...process.env, CRM_APART: "1" },
  });
  const pipe = child.stdio[passphrasePipe] as import("node:stream").Writable;
  // A child that needs no passphrase does not read it.
  pipe.on("error", () => undefined);
  pipe.end(secret);
  let ended: "late" | "large" | undefined;
  const end = (why: "late" | "large") => {
    ended ??= why;
    child.kill("SIGKILL");
  };
  const clear = whileRunning(child, end, { ms, bytes });
  const code = await new Promise<number>((done) => {
    child.on("error", () => done(1));
    child.on("close", (status) => done(status ?? 1));
  });
  clear();
  return ended ?? code;
}

/** How often the memory of a process is looked at, in milliseconds: what it may take beyond its bound grows with it. */
const lookEveryMs = 20;

/** Ends a process that takes too long or too much memory, or that nobody waits for any longer. */
function whileRunning(
  child: import("node:child_process").ChildProcess,
  end: (why: "late" | "large") => void,
  { ms, bytes }: Bounds,
): () => void {
  const timer = setTimeout(() => end("late"), ms);
  const watch = setInterval(() => {
    if (residentBytes(child.pid) > bytes) end("large");
  }, lookEveryMs);
  const stop = (signal: NodeJS.Signals) => {
    child.kill("SIGKILL");
    process.removeListener(signal, stop);
    process.kill(process.pid, signal);
  };
  const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, stop);
  return () => {
    clearTimeout(timer);
    clearInterval(watch);
    for (const signal of signals) process.removeListener(signal, stop);
  };
}

/** What a process holds of the machine's memory; 0 where the system does not say it in a file, or the process has ended. */
function residentBytes(pid: number | undefined): number {
  try {
    const kilobytes = /^VmRSS:\s*(\d+)/m.exec(readFileSync("/proc/" + pid + "/status", "utf8"))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
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

/** The database's addon ends older versions with a crash that nothing can catch, so they are told beforehand. */
function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major >= 24 || (major === 22 && minor >= 14) || (major === 20 && minor >= 19);
}

/** So does, in Node 20, the addon that npm chooses for a newer Node: that Node installed crm, and this one runs it. */
function isOfNewerNode(): boolean {
  const addon = join(dirname(fileURLToPath(import.meta.url)), "../node_modules/better-sqlite3/prebuilds");
  return Number(process.versions.napi) < 10 && existsSync(addon);
}

/**
 * What Node does at the end of itself, a collection of garbage and the taking down of its heap, is a twentieth of a short
 * command. Whatever is still under way is waited for as ever.
 */
function endIfDone(): void {
  if (process.getActiveResourcesInfo().length === 0) process.exit();
}

const wrongNode = !isSupported(process.versions.node)
  ? "crm needs Node 20.19, 22.14, 24 or later; this is " + process.versions.node
  : isOfNewerNode()
    ? "crm was installed by a newer Node than " + process.versions.node + ": install it again with this one"
    : undefined;
if (wrongNode !== undefined) {
  writeTo(descriptors.err)(wrongNode + "\n");
  process.exit(1);
}
run(process.argv.slice(2), createApp(realWorld())).then((code) => {
  process.exitCode = code;
  process.nextTick(endIfDone);
});
