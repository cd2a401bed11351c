import { UserError } from "../errors.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The words of a command as a shell would split them; nothing is expanded. `name` is what an error calls it. */
export function programWords(name: string, text: string): string[] {
  const words: string[] = [];
  const pattern = /\s*((?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+)/gy;
  let end = 0;
  for (const found of text.trim().matchAll(pattern)) {
    words.push(unquoted(found[1] ?? ""));
    end = found.index + found[0].length;
  }
  if (words.length > 0 && end === text.trim().length) return words;
  throw new UserError(
    "usage",
    name + ': "' + text + '" is no command',
    "close the quotes, or name the program first",
  );
}

function unquoted(word: string): string {
  return word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_, single, double, escaped) =>
    single !== undefined ? single : double !== undefined ? double.replace(/\\(["\\$`])/g, "$1") : escaped,
  );
}

/** What a program of the user's finds: where things are and how it speaks, and nothing else of ours. */
export function plainEnv(env: Env): Record<string, string> {
  const kept = [
    "HOME",
    "USER",
    "LOGNAME",
    "LANG",
    "LC_ALL",
    "TZ",
    "XDG_RUNTIME_DIR",
    "DBUS_SESSION_BUS_ADDRESS",
  ];
  const found = kept.flatMap((key) => (env[key] === undefined ? [] : [[key, env[key]] as const]));
  return { PATH: env.PATH || "/usr/local/bin:/usr/bin:/bin", ...Object.fromEntries(found) };
}

export interface Ran {
  /** null: it was ended by a signal, or by us when the time was up. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly isTimeout: boolean;
}

export interface RunOptions {
  readonly env: Env;
  readonly input: string;
  readonly timeoutMs: number;
}

/** Of what a program writes, the rest is thrown away. */
const keptBytes = 64 * 1024;

/** What a program has left running may hold its pipes open: after its end we wait so many milliseconds for the rest. */
const graceMs = 500;

/**
 * Runs a program without a shell and waits for it, no longer than the time allowed: then it is killed. Rejects when it
 * cannot be started at all.
 */
export async function runProgram(
  argv: readonly string[],
  { env, input, timeoutMs }: RunOptions,
): Promise<Ran> {
  const { spawn } = await import("node:child_process");
  const [file = "", ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: ["pipe", "pipe", "pipe"] });
    const [out, err] = [keepSome(child.stdout), keepSome(child.stderr)];
    let isTimeout = false;
    const timer = setTimeout(() => {
      isTimeout = true;
      child.kill("SIGKILL");
    }, timeoutMs);
    // A program that does not read its input is no failure.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on("exit", (code) => {
      clearTimeout(timer);
      const rest = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, graceMs);
      child.on("close", () => {
        clearTimeout(rest);
        resolve({ code, out: out(), err: err(), isTimeout });
      });
    });
  });
}

/** Reads a stream to its end and keeps the beginning. */
function keepSome(stream: NodeJS.ReadableStream): () => string {
  let text = "";
  stream.on("data", (bytes: Buffer) => {
    if (text.length < keptBytes) text += bytes.toString();
  });
  return () => text;
}
