import { closeSync, constants, openSync } from "node:fs";
import { type IPty, spawn } from "@lydell/node-pty";
import { cleanEnv, program } from "./built.ts";

export interface Session {
  /** Waits until the text has been seen since the session began. */
  readonly until: (text: string) => Promise<void>;
  readonly type: (keys: string) => void;
  /** The exit code and everything that was shown. */
  readonly ended: Promise<{ readonly code: number; readonly shown: string }>;
}

/** Runs the built program on a terminal of its own. */
export function onTerminal(
  argv: readonly string[],
  {
    home,
    columns = 80,
    env = {},
  }: { home: string; columns?: number; env?: Readonly<Record<string, string>> },
): Session {
  const terminal = spawn(program[0], [...program.slice(1), ...argv], {
    cols: columns,
    rows: 30,
    env: cleanEnv(home, { TERM: "xterm-256color", LANG: "C.UTF-8", ...env }),
  });
  const end = heldOpen(terminal);
  let shown = "";
  let look: () => void = () => undefined;
  terminal.onData((text) => {
    shown += text;
    look();
  });
  const ended = new Promise<{ code: number; shown: string }>((done) => {
    terminal.onExit(({ exitCode }) => {
      if (end !== undefined) closeSync(end);
      done({ code: exitCode, shown });
    });
  });
  const until = (text: string) =>
    new Promise<void>((found, failed) => {
      const timer = setTimeout(
        () => failed(new Error(`"${text}" was not shown; this was: ${shown}`)),
        10_000,
      );
      look = () => {
        if (!shown.includes(text)) return;
        clearTimeout(timer);
        found();
      };
      look();
    });
  return { until, type: (keys) => terminal.write(keys), ended };
}

/**
 * The program's end of the terminal, held until all was read: when the last who has it open ends, what is still on its way
 * is lost now and then (a reader on Linux takes the hang-up for the end).
 */
function heldOpen(terminal: IPty): number | undefined {
  if (!("ptsName" in terminal) || typeof terminal.ptsName !== "string") return undefined;
  return openSync(terminal.ptsName, constants.O_RDWR | constants.O_NOCTTY);
}
