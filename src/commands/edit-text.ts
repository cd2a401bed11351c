import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { ownSetting } from "../own-setting.ts";
import { keptText } from "../values/kept-text.ts";
import { shellWords } from "../values/shell-words.ts";

const standardEditor = "vi";

/** CRM_EDITOR, then `editor` of the user's file, then VISUAL, then EDITOR, then vi. */
function editorWords(app: App): string[] {
  const { VISUAL, EDITOR } = app.world.env;
  return shellWords(ownSetting(app, "editor") || VISUAL || EDITOR || standardEditor);
}

/**
 * The text as a person leaves it in an editor, without blanks around it. An empty text or an editor that failed ends the
 * command with nothing changed. Until the command has succeeded the file stays, and an error names it. Off a terminal
 * only an editor that was named is begun, which may work by itself; the standard one would wait for keys.
 */
export async function editText(app: App, text: string, suffix = ".md"): Promise<string> {
  const { edit } = app.world;
  const words = editorWords(app);
  if (app.options.input === false) throw new UserError("usage", "an editor cannot be used with --no-input");
  if (edit === undefined || (words[0] === standardEditor && !app.canAsk()))
    throw new UserError("usage", "an editor needs a terminal", "give the text with an option");
  const edited = edit(text, { words, suffix });
  if (edited === undefined) {
    throw new UserError(
      "cancelled",
      words.join(" ") + " failed; nothing was changed",
      "crm config set editor <program>",
    );
  }
  if (edited.text.trim() === "") {
    edited.forget();
    throw new UserError("cancelled", "the text is empty; nothing was changed");
  }
  app.edited = edited;
  return keptText(edited.text) ?? "";
}
