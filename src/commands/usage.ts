import type { Command, CommanderError } from "commander";
import { UserError } from "../errors.ts";

/** What commander says of a command line that it does not understand, with the help page of the command that was meant. */
export function asUsage(error: CommanderError, program: Command, argv: readonly string[]): UserError {
  const { path, command } = commandMeant(program, argv);
  const help = "see: " + ["crm", ...path, "--help"].join(" ");
  if (error.code === "commander.excessArguments") return tooManyWords(error.message, help);
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const meant = rest.join(" ").trim();
  if (error.code === "commander.unknownCommand" && meant === "" && has(command, "show"))
    return new UserError("usage", first, showHint(first, path) + help);
  return new UserError("usage", first + (meant === "" ? "" : " " + meant), help);
}

/** The commands that the words name, as far as they do: what stands before the first one are options of every command. */
function commandMeant(program: Command, argv: readonly string[]) {
  const path: string[] = [];
  let command = program;
  for (const word of argv) {
    const inner = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (inner === undefined && path.length > 0) break;
    if (inner === undefined) continue;
    path.push(inner.name());
    command = inner;
  }
  return { path, command };
}

const has = (command: Command, verb: string) => command.commands.some((inner) => inner.name() === verb);

/** `crm contact jane` most likely asks for her. */
function showHint(message: string, path: readonly string[]): string {
  const [, word = ""] = /'(.*)'/.exec(message) ?? [];
  return /^[\w@.+-]+$/.test(word) ? ["crm", ...path, "show", word].join(" ") + " shows one; " : "";
}

/** Mostly a name of two words that a shell took apart. */
function tooManyWords(message: string, help: string): UserError {
  const [, verb, most, given] = /'(.*)'\. Expected (\d+) arguments? but got (\d+)/.exec(message) ?? [];
  if (verb === undefined) return new UserError("usage", message.replace(/^error: /, ""), help);
  return new UserError(
    "usage",
    verb +
      " takes " +
      (most === "0" ? "no word" : most === "1" ? "one word" : most + " words") +
      ", not " +
      given,
    most === "0" ? help : 'what belongs together stands in quotes, such as "Jane Roe"; ' + help,
  );
}
