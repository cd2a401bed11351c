import { UserError } from "../errors.ts";
import { findProgram } from "../find-program.ts";
import { plainEnv, runProgram } from "./program.ts";

type Env = Readonly<Record<string, string | undefined>>;

const waitMs = 10_000;

/** Where crontab is; undefined on a machine without cron. */
export function crontabProgram(env: Env): string | undefined {
  return findProgram("crontab", env);
}

/** The user's crontab, "" when there is none yet. Anything else that goes wrong is an error: what cannot be read would be lost. */
export async function readCrontab(program: string, env: Env): Promise<string> {
  const { code, out, err } = await runProgram([program, "-l"], {
    env: { ...plainEnv(env), LC_ALL: "C" },
    input: "",
    timeoutMs: waitMs,
  });
  if (code === 0) return out;
  if (/no crontab|no such file/i.test(err)) return "";
  throw new UserError(
    "refused",
    "crontab -l failed: " + (err.trim().split("\n")[0] || "it ended with " + code),
    "your crontab was left as it is",
  );
}

export async function writeCrontab(program: string, env: Env, text: string): Promise<void> {
  const { code, err } = await runProgram([program, "-"], {
    env: plainEnv(env),
    input: text,
    timeoutMs: waitMs,
  });
  if (code === 0) return;
  throw new UserError(
    "refused",
    "crontab refused the line: " + (err.trim().split("\n")[0] || "it ended with " + code),
    "your crontab was left as it is",
  );
}

function marks(name: string): { readonly begin: string; readonly end: string } {
  return { begin: "# crm begin " + name, end: "# crm end " + name };
}

/** The crontab with these lines between their marks, in the place of those that were there; all else byte for byte. */
export function withBlock(crontab: string, name: string, lines: readonly string[]): string {
  const { begin, end } = marks(name);
  const rest = withoutBlock(crontab, name);
  const gap = rest === "" || rest.endsWith("\n") ? "" : "\n";
  return rest + gap + [begin, ...lines, end].join("\n") + "\n";
}

export function withoutBlock(crontab: string, name: string): string {
  const lines = crontab.split("\n");
  const place = blockAt(lines, name);
  if (place === undefined) return crontab;
  lines.splice(place.from, place.to - place.from + 1);
  return lines.join("\n");
}

/** The lines between the marks; undefined when there are none. */
export function blockOf(crontab: string, name: string): readonly string[] | undefined {
  const lines = crontab.split("\n");
  const place = blockAt(lines, name);
  return place && lines.slice(place.from + 1, place.to);
}

/** A beginning without its end was edited by hand: nobody knows how far it goes. */
function blockAt(lines: readonly string[], name: string): { from: number; to: number } | undefined {
  const { begin, end } = marks(name);
  const from = lines.indexOf(begin);
  if (from === -1) return undefined;
  const to = lines.indexOf(end, from);
  if (to !== -1) return { from, to };
  throw new UserError(
    "refused",
    'the crontab has "' + begin + '" but not "' + end + '"',
    "mend it with: crontab -e",
  );
}
