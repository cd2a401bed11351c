import { type Command, InvalidArgumentError } from "commander";
import { unknownWord } from "../errors.ts";

/** The examples at the end of a help page; a test runs each of them. */
export function examples(command: Command, ...lines: readonly string[]): Command {
  const text = lines.map((line) => "  " + line).join("\n");
  return command.addHelpText("after", "\nExamples:\n" + text + "\n\nOptions for every command: crm --help");
}

/** What every list takes besides the filter. */
export interface ListOptions {
  readonly where?: string;
  readonly segment?: string;
  readonly sort?: string;
  readonly limit?: number;
}

export function listOptions(command: Command): Command {
  return filterOptions(command)
    .option("--sort <fields>", "order by these fields; -field for descending")
    .option("--limit <n>", "at most so many", wholeNumber);
}

export function filterOptions(command: Command): Command {
  return command
    .option("--where <filter>", "only records that fit, such as 'city = Berlin and tag = vip'")
    .option("--segment <name>", "only records of a saved segment");
}

/** For an option that can be given several times, or once with commas. */
export function collect(value: string, before: readonly string[] = []): string[] {
  const words = value.split(",").map((word) => word.trim());
  return [...before, ...words.filter((word) => word !== "")];
}

/** For an option that can be given several times and whose value may hold commas. */
export function collectWhole(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

export function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError("Write a whole number such as 10.");
  return Number(value);
}

/** A word of a closed list, in any letter case. */
export function oneOf<T extends string>(option: string, word: string, allowed: readonly T[]): T {
  const found = allowed.find((known) => known === word.toLowerCase());
  if (found === undefined) throw unknownWord("usage", option + ': no "' + word + '"', word, allowed);
  return found as T;
}
