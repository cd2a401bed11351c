import { type App, ownSetting } from "./app.ts";
import { UserError } from "./errors.ts";
import type { Shape } from "./output/shape.ts";
import { shellWords } from "./values/shell-words.ts";
import type { World } from "./world.ts";

/** Where a command's output goes on its way out. */
export interface Sink {
  readonly write: (text: string) => void;
  /** What is under way goes out now: something is about to be said or asked on the same screen. */
  readonly flush: () => void;
  /** The command is done; `failed` when it ended in an error. */
  readonly end: (failed: boolean) => void | Promise<void>;
}

/** What stands between this command and stdout: a query, a template, a pager, or nothing. */
export async function sinkOf(app: App, out: World["out"]): Promise<Sink | undefined> {
  const { query, template } = app.options;
  if (query !== undefined && template !== undefined) {
    throw new UserError("usage", "--query and --template cannot both shape the output");
  }
  if (query !== undefined) {
    const { queryShape } = await import("./output/shape.ts");
    return collecting(await queryShape(query), out);
  }
  if (template !== undefined) {
    const { templateShape } = await import("./output/shape.ts");
    return collecting(await templateShape(template, { tty: app.world.isTty.out }), out);
  }
  return app.world.isTty.out ? paged(app, out) : undefined;
}

/** Keeps everything until the end, and drops it when the command failed. */
function collecting(shape: Shape, out: World["out"]): Sink {
  let text = "";
  return {
    write: (part) => {
      text += part;
    },
    flush: () => undefined,
    end: (failed) => {
      if (!failed && text !== "") out(shape(text));
    },
  };
}

/**
 * The pager: CRM_PAGER, then `pager` of the user's file, then PAGER, then less. An empty one and `cat` are none.
 * undefined when this run has none.
 */
function pagerWords(app: App): string[] | undefined {
  const { env } = app.world;
  if (env.TERM === "dumb") return undefined;
  const words = shellWords(env.CRM_PAGER ?? (ownSetting(app, "pager") || (env.PAGER ?? "less -FIRX")));
  return words.length === 0 || words[0] === "cat" ? undefined : words;
}

/** What is longer than the screen goes through the pager; what is shorter is written as it is. */
function paged(app: App, out: World["out"]): Sink | undefined {
  const { page, height } = app.world;
  const words = page === undefined ? undefined : pagerWords(app);
  if (page === undefined || words === undefined) return undefined;
  let kept: string | undefined = "";
  let lines = 0;
  let through: ReturnType<typeof page>;
  return {
    write: (text) => {
      if (through !== undefined) return through.write(text);
      if (kept === undefined) return out(text);
      kept += text;
      for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
      if (lines < (height ?? 24)) return;
      through = page(words);
      (through?.write ?? out)(kept);
      kept = undefined;
    },
    flush: () => {
      if (kept !== undefined && kept !== "") out(kept);
      kept = undefined;
    },
    end: () => {
      if (kept !== undefined) out(kept);
      return through?.end();
    },
  };
}
