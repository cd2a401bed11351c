import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findProgram } from "./find-program.ts";

const load = createRequire(import.meta.url);

/** What became of a text in an editor; `file` still holds it until `forget`. */
export interface Edited {
  readonly text: string;
  readonly file: string;
  readonly forget: () => void;
}

export interface Editor {
  /** The program and its arguments; the file comes behind them. */
  readonly words: readonly string[];
  /** By which an editor knows what kind of text it is: ".md". */
  readonly suffix: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A redirected standard output is the command's own: the editor then draws on standard error. */
  readonly ownsOutput: boolean;
}

/**
 * Opens the text in the editor, in a file that only its owner can read; no shell runs. undefined when the editor is not
 * there or ended with a failure: the text is then as it was.
 */
export function editInEditor(text: string, { words, suffix, env, ownsOutput }: Editor): Edited | undefined {
  const [name = "", ...args] = words;
  const program = findProgram(name, env);
  if (program === undefined) return undefined;
  const { spawnSync } = load("node:child_process") as typeof import("node:child_process");
  const file = join(mkdtempSync(join(tmpdir(), "crm-")), "text" + suffix);
  const forget = () => rmSync(dirname(file), { recursive: true, force: true });
  writeFileSync(file, text, { mode: 0o600 });
  const { status } = spawnSync(program, [...args, file], {
    stdio: ["inherit", ownsOutput ? "inherit" : 2, "inherit"],
    env,
  });
  if (status === 0) return { text: readFileSync(file, "utf8"), file, forget };
  forget();
  return undefined;
}
