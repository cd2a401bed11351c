import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { findProgram } from "./find-program.ts";
import type { World } from "./world.ts";
import { feed } from "./write-all.ts";

const load = createRequire(import.meta.url);

/** The jq that is installed. */
export interface Jq {
  /** What jq says of a filter that it cannot read; undefined when it can. */
  readonly fault: (filter: string) => string | undefined;
  /**
   * Runs the filter, which answers when it has the whole document. What it gives goes to `out`, or to standard output
   * itself, past us.
   */
  readonly start: (filter: string, out: World["out"] | undefined) => RunningJq;
}

export interface RunningJq {
  readonly write: (text: string) => void;
  /** What jq said, and whether it failed. */
  readonly end: () => Promise<{ readonly said: string; readonly isFailure: boolean }>;
  /** It is not to answer any more. */
  readonly stop: () => void;
}

type Env = Readonly<Record<string, string | undefined>>;

/** undefined where it is not installed. No shell runs. */
export function findJq(env: Env): Jq | undefined {
  const file = findProgram("jq", env);
  if (file === undefined) return undefined;
  const { spawn, spawnSync } = load("node:child_process") as typeof import("node:child_process");
  // Its filters can read the environment.
  const own = { ...env, CRM_PASSPHRASE: undefined };
  return {
    fault: (filter) => {
      // Without input the filter is read and never run.
      const { status, stderr } = spawnSync(file, [asWord(filter)], {
        env: own,
        stdio: ["ignore", "ignore", "pipe"],
        encoding: "utf8",
      });
      return status === 0 ? undefined : reasonIn(stderr);
    },
    start: (filter, out) => {
      // As `gh --jq`: texts as they are, the rest for programs on a line, for a person on several.
      const args = ["-r", out === undefined ? "-c" : "-M", asWord(filter)];
      const child = spawn(file, args, {
        env: own,
        stdio: ["pipe", out === undefined ? "inherit" : "pipe", "pipe"],
      });
      return running(child, out);
    },
  };
}

/** A blank before it keeps a filter that begins with a minus from being an option. */
function asWord(filter: string): string {
  return " " + filter;
}

/** In jq's own words, the first line of them: "syntax error, unexpected end of file". */
function reasonIn(said: string): string {
  const [first = ""] = said.trim().split("\n");
  return first
    .replace(/^jq: error:? */, "")
    .replace(/^\((at [^)]*)\): (.*)$/, "$2 ($1)")
    .replace(/:$/, "");
}

/** Of what jq says on its standard error, as many characters are kept. */
const keptChars = 64 * 1024;

function running(child: ChildProcess, out: World["out"] | undefined): RunningJq {
  let said = "";
  let isOpen = true;
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(0, keptChars);
  });
  if (out !== undefined) child.stdout?.setEncoding("utf8").on("data", out);
  child.stdin?.on("error", () => undefined);
  const ended = new Promise<{ said: string; isFailure: boolean }>((done) => {
    child.on("error", (error) => done({ said: error.message, isFailure: true }));
    // By a signal: who reads has seen enough (`| head`), or we have ended it.
    child.on("close", (code) => {
      const isFailure = code !== null && code !== 0 && !/broken pipe/i.test(said);
      done({ said: isFailure ? reasonIn(said) : code === 0 ? said : "", isFailure });
    });
  });
  return {
    write: (text) => {
      if (isOpen) isOpen = feed(child, text);
    },
    end: () => {
      child.stdin?.end();
      return ended;
    },
    stop: () => void child.kill(),
  };
}
