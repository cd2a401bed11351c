import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { editorWords, standardEditor } from "./edit-text.ts";

/**
 * Lets a person change a text in the editor of the setting, of VISUAL or of EDITOR, with its arguments. When the editor
 * fails, or leaves nothing, the command ends and nothing has happened.
 */
export async function editText(app: App, text: string, suffix: string): Promise<string> {
  if (app.options.input === false) throw new UserError("usage", "an editor cannot be used with --no-input");
  const { env, isTty } = app.world;
  const [program = "", ...args] = editorWords(app);
  // What a script has named may work by itself; the one that is taken when nothing was named waits for keys.
  if (program === standardEditor && !app.canAsk())
    throw new UserError("usage", "an editor needs a terminal", "give the text with an option");
  const folder = mkdtempSync(join(tmpdir(), "crm-"));
  const file = join(folder, "text" + suffix);
  try {
    writeFileSync(file, text, { mode: 0o600 });
    const { spawnSync } = await import("node:child_process");
    // A redirected stdout is the command's own: the editor then draws on stderr.
    const ran = spawnSync(program, [...args, file], {
      stdio: ["inherit", isTty.out ? "inherit" : 2, "inherit"],
      env,
    });
    if (ran.error !== undefined)
      throw new UserError(
        "refused",
        'the editor "' + program + '" cannot be started',
        "set VISUAL or EDITOR",
      );
    if (ran.status !== 0)
      throw new UserError("cancelled", "the editor ended with " + ran.status + "; nothing was changed");
    const changed = readFileSync(file, "utf8");
    if (changed.trim() === "") throw new UserError("cancelled", "the text is empty; nothing was changed");
    return changed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
