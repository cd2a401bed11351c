import type { App } from "./app.ts";
import { databasePath, isNew, noDatabase } from "./database-path.ts";
import { type UserError, unknownWord } from "./errors.ts";
import { report, usageMistake } from "./failure.ts";
import { buildProgram, firstWord } from "./program.ts";
import { isEncryptedFile } from "./store/encryption/cipher.ts";
import { words } from "./words.ts";

/** Runs one command line (without `node` and `crm`) and answers with the exit code; never throws for a user's mistake. */
export async function run(argv: readonly string[], app: App): Promise<number> {
  app.command = { name: "", line: ["crm", ...argv].map(quoted).join(" ") };
  app.words = Object.keys(words);
  try {
    if (argv[0] === "help" && (await showTopic(argv, app))) return 0;
    if (argv[0] === "completion" && argv[2] === "--") return await answerShell(argv, app);
    await parse(await prepared(asHelp(argv), app), app);
    await app.sink?.end(false);
    app.edited?.forget();
    sayAbsent(app);
    return app.exitCode;
  } catch (error) {
    await app.sink?.end(true);
    return report(error, argv, app);
  } finally {
    app.close();
  }
}

function sayAbsent(app: App): void {
  const path = app.absent();
  if (path === undefined) return;
  const { message, hint } = noDatabase(path);
  app.say(message.charAt(0).toUpperCase() + message.slice(1) + " (" + hint + ")");
}

async function unknownCommand(argv: readonly string[]): Promise<UserError> {
  const { unknownCommandError } = await import("./commands/meant.ts");
  const typed = argv.slice(argv.indexOf(firstWord(argv) ?? "")).filter((word) => !word.startsWith("-"));
  return unknownCommandError(typed, Object.keys(words));
}

/** `crm help dates` shows a topic; false when the words after help are a command's. */
async function showTopic([, name]: readonly string[], app: App): Promise<boolean> {
  if (name === undefined || Object.hasOwn(words, name)) return false;
  const { topicPage, topics } = await import("./commands/help-topics.ts");
  const page = topicPage(name);
  if (page === undefined) {
    throw unknownWord("usage", 'no help on "' + name + '"', name, [...Object.keys(topics), ...app.words]);
  }
  app.world.out(page);
  return true;
}

/** A shell asks what can stand in the place of its last word; a mistake of any kind is no answer. */
async function answerShell([, how, , ...typed]: readonly string[], app: App): Promise<number> {
  const { completionLines, completions } = await import("./commands/complete.ts");
  const before = typed.slice(0, -1);
  try {
    await readConfig(app);
    if (isEncryptedFile(databasePath(app))) await (await import("./commands/unlock.ts")).unlockUnasked(app);
    const known = await prepared(before, app);
    const program = await buildProgram(app, firstWord(known));
    const found = completions(app, { before: known, current: typed.at(-1) ?? "", program });
    app.world.out(completionLines(found, how === "described"));
  } catch {
    return 0;
  }
  return 0;
}

/** Reads the user's file and puts the words of an alias in its place. Help and the version need neither. */
async function prepared(argv: readonly string[], app: App): Promise<readonly string[]> {
  const word = firstWord(argv);
  if (word === undefined || !(await readConfig(app)) || Object.hasOwn(words, word)) return argv;
  const { withoutAlias } = await import("./commands/config-file.ts");
  return withoutAlias(argv, word, app.configured);
}

/** False when the user has no file of settings. */
async function readConfig(app: App): Promise<boolean> {
  const text = app.world.config.read();
  if (text === undefined) return false;
  const { loadConfigured } = await import("./commands/config-file.ts");
  app.configured = await loadConfigured(text, app.world.config.path);
  return true;
}

type Program = Awaited<ReturnType<typeof buildProgram>>;

async function parse(argv: readonly string[], app: App): Promise<void> {
  if (argv.length === 0) {
    await readConfig(app);
    if (showsToday(app)) return parse(["today"], app);
  }
  if (argv.length === 0 && isNew(app)) {
    return app.world.out((await import("./commands/welcome.ts")).welcome(databasePath(app)));
  }
  const program = await buildProgram(app, firstWord(argv));
  if (argv.length === 0) return program.outputHelp();
  try {
    await program.parseAsync(withValues(program, argv), { from: "user" });
  } catch (error) {
    throw await understood(error, program, argv);
  }
}

/**
 * A value that begins with a dash, joined to its option: --sort -name is --sort=-name. The parser takes the words of all
 * commands apart before it asks the one that has the option, and reads -n, a dry run, and -ame.
 */
function withValues(program: Program, argv: readonly string[]): string[] {
  const joined: string[] = [];
  let command = program;
  for (let at = 0; at < argv.length; at++) {
    const [word, next] = [argv[at]!, argv[at + 1]];
    if (word === "--") return [...joined, ...argv.slice(at)];
    command = command.commands.find((inner) => inner.name() === word) ?? command;
    const isValue = /^-[^-]/.test(next ?? "");
    if (isValue && command.options.some(({ long, required }) => required && long === word)) {
      joined.push(word + "=" + next);
      at++;
    } else joined.push(word);
  }
  return joined;
}

/** A mistake in the command line in words; help and the version end in an error too, which stays. */
async function understood(error: unknown, program: Program, argv: readonly string[]): Promise<unknown> {
  const mistake = usageMistake(error);
  if (mistake === undefined) return error;
  if (!Object.hasOwn(words, firstWord(argv) ?? "") && mistake.code === "commander.unknownCommand")
    return unknownCommand(argv);
  return (await import("./commands/usage.ts")).asUsage(mistake, program, argv);
}

/** `crm` alone is what is on today, for a person who has a database; without one the first steps, else the help page. */
function showsToday(app: App): boolean {
  const { isTty } = app.world;
  return isTty.in && isTty.out && !isNew(app);
}

/** `crm help contact add` is `crm contact add --help`. */
function asHelp(argv: readonly string[]): readonly string[] {
  return argv[0] === "help" ? [...argv.slice(1), "--help"] : argv;
}

/** Words as a shell would need them, for the journal. The letters of all scripts take half a millisecond to look up. */
function quoted(word: string): string {
  const isPlain = /^[\w@%+=:,./~-]+$/.test(word) || /^[\p{L}\p{N}_@%+=:,./~-]+$/u.test(word);
  return isPlain ? word : "'" + word.replaceAll("'", "'\\''") + "'";
}
