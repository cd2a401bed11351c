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

/**
 * Opens the text in the editor, in a file that only its owner can read; no shell runs. undefined when the editor is not
 * there or ended with a failure: the text is then as it was.
 */
export function editInEditor(
  text: string,
  [name = "", ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Edited | undefined {
  const program = findProgram(name, env);
  if (program === undefined) return undefined;
  const { spawnSync } = load("node:child_process") as typeof import("node:child_process");
  const file = join(mkdtempSync(join(tmpdir(), "crm-")), "note.md");
  const forget = () => rmSync(dirname(file), { recursive: true, force: true });
  writeFileSync(file, text, { mode: 0o600 });
  const { status } = spawnSync(program, [...args, file], { stdio: "inherit", env });
  if (status === 0) return { text: readFileSync(file, "utf8"), file, forget };
  forget();
  return undefined;
}
