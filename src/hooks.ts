import { accessSync, constants, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { App } from "./app.ts";
import { UserError } from "./errors.ts";
import { cleanLines } from "./output/clean.ts";
import { type Event, eventsOf } from "./store/events.ts";
import type { Entry } from "./store/journal.ts";
import { instant } from "./values/date.ts";

const load = createRequire(import.meta.url);

/** How long one hook may take, in milliseconds. */
const timeoutMs = 10_000;

/**
 * The executables in the `hooks` directory beside the user's config.toml: `pre-contact.added` may stop the command,
 * `post-contact.added` hears of it afterwards. undefined when there are none, or when a hook itself runs crm.
 */
export function commitHooks(app: App): Entry["hooks"] {
  const dir = join(app.world.config.dir, "hooks");
  if (app.world.env.CRM_HOOK) return undefined;
  const names = new Set(filesOf(dir).filter((name) => /^(pre|post)-[a-z]+\.[a-z]+$/.test(name)));
  if (names.size === 0) return undefined;
  let events: readonly Event[] = [];
  return {
    before: (db, entryId) => {
      events = eventsOf(db, entryId);
      for (const event of events) {
        const name = "pre-" + event.event;
        const fault = names.has(name) ? runHook(app, { dir, name, event, path: db.path }) : undefined;
        if (fault !== undefined)
          throw new UserError("refused", "hook " + name + ": " + fault, "nothing was written");
      }
    },
    after: () => {
      for (const event of events) {
        const name = "post-" + event.event;
        const path = app.writer().path;
        const fault = names.has(name) ? runHook(app, { dir, name, event, path }) : undefined;
        if (fault !== undefined) app.say("hook " + name + ": " + fault + " (what was written stays)");
      }
    },
  };
}

function filesOf(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

interface Hook {
  readonly dir: string;
  readonly name: string;
  readonly event: Event;
  /** Of the database. */
  readonly path: string;
}

/** Runs the file itself, never a shell, with the event as JSON on its standard input. Gives what was wrong. */
function runHook(app: App, { dir, name, event, path }: Hook): string | undefined {
  const file = join(dir, name);
  const refused = whyNot(file);
  if (refused !== undefined) return refused;
  const { spawnSync } = load("node:child_process") as typeof import("node:child_process");
  const { env } = app.world;
  const document = {
    event: event.event,
    command: app.command.name,
    at: instant(app.now()),
    user: app.user(),
    count: event.count,
    records: event.records,
  };
  const own = { PATH: env.PATH, HOME: env.HOME, LANG: env.LANG, TZ: env.TZ, TMPDIR: env.TMPDIR };
  const ran = spawnSync(file, [], {
    input: JSON.stringify(document) + "\n",
    env: { ...own, CRM_HOOK: name, CRM_DB: path, CRM_CONFIG: app.world.config.path },
    cwd: dir,
    timeout: timeoutMs,
    killSignal: "SIGKILL",
    encoding: "utf8",
    stdio: ["pipe", "pipe", "pipe"],
  });
  if (ran.stdout) app.say(ran.stdout.trimEnd());
  if (ran.error !== undefined && "code" in ran.error) {
    if (ran.error.code === "ETIMEDOUT") return "took longer than " + timeoutMs / 1000 + " s";
    // A hook need not read what it is told.
    if (ran.error.code !== "EPIPE") return "cannot be run (" + String(ran.error.code) + ")";
  }
  if (ran.status === 0) return undefined;
  const said = cleanLines(ran.stderr ?? "")
    .trim()
    .split("\n")[0];
  return said ? said : "ended with " + (ran.status ?? ran.signal);
}

/** A file that others may write could be anybody's program. */
function whyNot(file: string): string | undefined {
  try {
    const { mode } = statSync(file);
    if ((mode & 0o022) !== 0) return "others may write it: chmod go-w " + file;
    accessSync(file, constants.X_OK);
    return undefined;
  } catch {
    return "is not executable: chmod u+x " + file;
  }
}
