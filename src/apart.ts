import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Writable } from "node:stream";
import type { Bounds, Exceeded } from "./world.ts";

const load = createRequire(import.meta.url);

/** The pipe through which a crm that is run apart is told the passphrase, by its number there. */
const passphrasePipe = 3;

interface Apart {
  /** The program and its arguments. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly passphrase: string;
  readonly bounds: Bounds;
  /** Does the work before a signal ends us; gives what takes that back. */
  readonly beforeSignal: (work: () => void) => () => void;
}

/** Runs crm in a process of its own, whose output goes where ours goes. It does not outlive us. */
export async function runApart({ words, env, passphrase, bounds, beforeSignal }: Apart) {
  const { spawn } = load("node:child_process") as typeof import("node:child_process");
  const [program = "", ...args] = words;
  const child = spawn(program, args, {
    stdio: ["inherit", "inherit", "inherit", "pipe"],
    env: { ...env, CRM_APART: "1" },
  });
  const pipe = child.stdio[passphrasePipe] as Writable;
  // A child that needs no passphrase does not read it.
  pipe.on("error", () => undefined);
  pipe.end(passphrase);
  let exceeded: Exceeded | undefined;
  const unwatch = watch(child, bounds, (bound) => {
    exceeded ??= bound;
    child.kill("SIGKILL");
  });
  const forget = beforeSignal(() => child.kill("SIGKILL"));
  const code = await new Promise<number>((done) => {
    child.on("error", () => done(1));
    child.on("close", (status) => done(status ?? 1));
  });
  unwatch();
  forget();
  return exceeded ?? code;
}

/** What a process that runs apart was told; "" where there is no such pipe. */
export function toldPassphrase(): string {
  try {
    return readFileSync(passphrasePipe, "utf8");
  } catch {
    return "";
  }
}

/** How often the memory of a process is looked at, in milliseconds: what it may take beyond its bound grows with it. */
const lookEveryMs = 20;

function watch({ pid }: ChildProcess, { ms, bytes }: Bounds, end: (bound: Exceeded) => void): () => void {
  const timer = setTimeout(() => end("late"), ms);
  const looks = setInterval(() => {
    if (residentBytes(pid) > bytes) end("large");
  }, lookEveryMs);
  return () => {
    clearTimeout(timer);
    clearInterval(looks);
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
