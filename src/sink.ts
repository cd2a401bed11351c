import { type App, toRead } from "./app.ts";
import { UserError } from "./errors.ts";
import type { RunningJq } from "./jq.ts";
import { cleanLines } from "./output/clean.ts";
import type { Shape } from "./output/shape.ts";
import { ownSetting } from "./own-setting.ts";
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
  const { query, jq, template } = app.options;
  if ([query, jq, template].filter((shape) => shape !== undefined).length > 1) {
    throw new UserError("usage", "of --query, --jq and --template only one can shape the output");
  }
  if (query !== undefined) {
    const { queryShape } = await import("./output/shape.ts");
    return collecting(await queryShape(query), out);
  }
  if (jq !== undefined) return throughJq(app, jq, out);
  if (template !== undefined) {
    const { templateShape } = await import("./output/shape.ts");
    const unknown = (mistake: UserError) => {
      if (!app.writes) throw mistake;
      app.say("note: " + mistake.message);
    };
    return collecting(await templateShape(template, { tty: app.world.isTty.out, unknown }), out);
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

/** A filter that jq cannot read is refused before the command runs. */
function throughJq(app: App, filter: string, out: World["out"]): Sink {
  const { jq, isTty } = app.world;
  const program = jq?.();
  if (program === undefined)
    throw new UserError(
      "refused",
      "--jq: jq is not installed",
      "install the package jq, or use --query, which is built in",
    );
  const called = '--jq "' + filter + '": ';
  const fault = program.fault(filter);
  if (fault !== undefined) throw new UserError("usage", called + fault, "such as '.[].name'");
  const below = isTty.out ? paged(app, out) : undefined;
  const shown = isTty.out
    ? (text: string) => (below?.write ?? out)(text.split("\t").map(cleanLines).join("\t"))
    : undefined;
  let running: RunningJq | undefined;
  return {
    write: (text) => {
      running ??= program.start(filter, shown);
      running.write(text);
    },
    flush: () => undefined,
    end: async (failed) => {
      const started = running;
      running = undefined;
      if (failed) return started?.stop();
      const ended = await started?.end();
      await below?.end(false);
      if (ended?.isFailure === true)
        throw new UserError("refused", called + ended.said, "--json shows what jq was given");
      if (ended !== undefined && ended.said !== "") app.world.err(toRead(app.world, cleanLines(ended.said)));
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
