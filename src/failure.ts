import { CommanderError } from "commander";
import { type App, toRead } from "./app.ts";
import { databasePath, noDatabase } from "./database-path.ts";
import { exitCodes, UserError } from "./errors.ts";
import { clean } from "./output/clean.ts";
import { jsonDocument } from "./output/render.ts";
import { asUserError } from "./store/db.ts";
import { answerOf } from "./store/journal.ts";
import { schemaFaults } from "./store/schema-check.ts";

/** What commander does not understand; undefined for anything else, help and the version included, which end so too. */
export function usageMistake(error: unknown): CommanderError | undefined {
  const isMistake =
    error instanceof CommanderError && error.exitCode !== 0 && error.code !== "commander.help";
  return isMistake ? error : undefined;
}

/** Says what went wrong, in one line or as JSON, and gives the exit code; 0 when only help or the version was asked for. */
export function report(error: unknown, argv: readonly string[], app: App): number {
  const known = asKnown(error, app);
  if (known === undefined) return 0;
  if (!(known instanceof UserError)) return unexpected(known, argv, app);
  const answer = known.kind === "not_found" ? answeredBefore(app) : undefined;
  if (typeof answer === "string") {
    app.say("done before, with --idem " + app.options.idem);
    if (wantsJson(argv, app)) app.world.out(jsonDocument(JSON.parse(answer)));
    return 0;
  }
  const said = answer ?? known;
  say(said, argv, app);
  if (app.edited !== undefined) app.world.err("crm: what you wrote is in " + app.edited.file + "\n");
  return exitCodes[said.kind];
}

/**
 * A write that has taken its own record away (delete, merge) does not find it when it is called again: what was answered
 * then, or why the key is refused.
 */
function answeredBefore(app: App): string | UserError | undefined {
  if (app.options.idem === undefined) return undefined;
  try {
    return answerOf(app.read(), app.entry());
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function wantsJson(argv: readonly string[], app: App): boolean {
  return argv.includes("--json") || app.options.json === true || app.options.format === "json";
}

/** A bug: one line, and where the rest of it has been kept. A test has no such place and gets the error itself. */
function unexpected(error: unknown, argv: readonly string[], app: App): number {
  const { keepFailure, env, err } = app.world;
  if (keepFailure === undefined) throw error;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (argv.includes("--debug") || env.CRM_DEBUG) err(clean(stack).replaceAll(" at ", "\n at ") + "\n");
  const file = keepFailure(stack, app.command.line);
  const message = error instanceof Error ? error.message : stack;
  const kept = file === undefined ? "run it again with --debug to see more" : "more in " + file;
  say(new UserError("refused", "this is a bug of crm: " + message.split("\n")[0], kept), argv, app);
  return exitCodes.refused;
}

/** undefined when help or the version has been shown. */
function asKnown(error: unknown, app: App): unknown {
  if (error instanceof CommanderError) return undefined;
  if (error instanceof UserError) return error;
  return asUserError(error, databasePath(app)) ?? asDamage(error, app) ?? asNoZone(error) ?? error;
}

/** The zone of the settings is looked up when it is first used: a file that somebody sends can have any. */
function asNoZone(error: unknown): UserError | undefined {
  const zone = error instanceof RangeError && /^Invalid time zone specified: (.*)/.exec(error.message)?.[1];
  if (typeof zone !== "string") return undefined;
  return new UserError(
    "refused",
    'timezone: "' + zone + '" is no time zone',
    "crm config set timezone Europe/Berlin",
  );
}

/** SQLite cannot tell a statement that is wrong from a table whose definition is damaged; undefined: it is not. */
function asDamage(error: unknown, app: App): UserError | undefined {
  if (!(error instanceof Error && "code" in error && error.code === "SQLITE_ERROR")) return undefined;
  const fault = schemaFaultOf(app);
  if (fault === undefined) return undefined;
  return new UserError(
    "refused",
    databasePath(app) + " is damaged: " + fault,
    "restore a backup: crm restore",
  );
}

function schemaFaultOf(app: App): string | undefined {
  try {
    return schemaFaults(app.read())[0];
  } catch {
    return undefined;
  }
}

/** Of what is not there the reason is said as well: the whole database is not. */
function hintOf({ kind, hint }: UserError, app: App): string | undefined {
  const absent = kind === "not_found" ? app.absent() : undefined;
  if (absent === undefined) return hint;
  const none = noDatabase(absent);
  return none.message + ": " + none.hint;
}

function say(error: UserError, argv: readonly string[], app: App): void {
  const given = hintOf(error, app);
  if (wantsJson(argv, app)) {
    const { kind: code, message } = error;
    app.world.err(jsonDocument({ error: { code, message, hint: given } }, 0));
    return;
  }
  const lines = error.message.split("\n").map((line) => clean(line));
  const hint = given === undefined ? "" : " (" + clean(given) + ")";
  app.world.err(toRead(app.world, "crm: " + lines.join("\n") + hint) + "\n");
}
