import { createRequire } from "node:module";
import { findProgram } from "./find-program.ts";
import { feed } from "./write-all.ts";

const load = createRequire(import.meta.url);

/** A program that shows long output. */
export interface Pager {
  readonly write: (text: string) => void;
  readonly end: () => Promise<void>;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Starts the pager on this terminal; undefined where it is not installed. `left`: its user has seen enough. */
export function startPager(
  [name = "", ...args]: readonly string[],
  env: Env,
  left: () => void,
): Pager | undefined {
  const file = findProgram(name, env);
  if (file === undefined) return undefined;
  // Some milliseconds to load, and seldom used.
  const { spawn } = load("node:child_process") as typeof import("node:child_process");
  const running = spawn(file, args, {
    stdio: ["pipe", "inherit", "inherit"],
    env: { LESSCHARSET: "utf-8", ...env },
  });
  const ended = new Promise<void>((done) => {
    running.on("close", () => done());
    running.on("error", () => done());
  });
  running.stdin.on("error", () => undefined);
  return {
    write: (text) => {
      if (!feed(running, text)) left();
    },
    end: () => {
      running.stdin.end();
      return ended;
    },
  };
}
