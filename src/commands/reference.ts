import type { Command, Option } from "commander";
import { topics } from "./help-topics.ts";

/** One command as its help has it. */
interface Entry {
  readonly usage: string;
  readonly about: string;
  readonly options: readonly Option[];
  readonly examples: readonly string[];
}

interface Word {
  readonly name: string;
  readonly about: string;
  readonly entries: readonly Entry[];
}

/** The manual as files: docs/commands.md, man/crm.1 and a page for each word. Written by `npm run docs`. */
export function manual(program: Command): Readonly<Record<string, string>> {
  const words = program.commands.map(wordOf);
  const pages = words.map((word) => ["man/crm-" + word.name + ".1", wordPage(word)] as const);
  return {
    "docs/commands.md": reference(program, words),
    "man/crm.1": mainPage(program, words),
    ...Object.fromEntries(pages),
  };
}

function wordOf(command: Command): Word {
  const about = command.summary() || command.description();
  return { name: command.name(), about, entries: leaves(command).map(entryOf) };
}

function leaves(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

function entryOf(command: Command): Entry {
  const lines = helpOf(command).split("\n");
  return {
    usage: "crm " + pathOf(command) + argumentsOf(command),
    about: command.description(),
    options: command.options.filter((option) => !option.hidden),
    examples: lines.filter((line) => line.startsWith("  crm ")).map((line) => line.trim()),
  };
}

/** The help page; commander keeps what stands after the options to itself. */
function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
  });
  command.outputHelp();
  return text;
}

function pathOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : pathOf(parent) + " " + command.name();
}

function argumentsOf({ registeredArguments }: Command): string {
  const words = registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? "..." : "");
    return argument.required ? " <" + name + ">" : " [" + name + "]";
  });
  return words.join("");
}

const note = "This file is made by `npm run docs` from the program itself; do not edit it.";

function reference(program: Command, words: readonly Word[]): string {
  const list = words.map((word) => "- [`" + word.name + "`](#" + word.name + "): " + word.about);
  const parts = words.map((word) => "## " + word.name + "\n\n" + word.entries.map(entryMarkdown).join("\n"));
  const topicParts = Object.entries(topics).map(
    ([name, topic]) => "## " + name + "\n\n" + topic.about + ".\n\n" + topicMarkdown(topic.text) + "\n",
  );
  return [
    "# Commands\n\n" + note + "\n",
    list.join("\n") + "\n",
    "## Options for every command\n\n" + optionsMarkdown(program.options),
    ...parts,
    ...topicParts,
  ].join("\n");
}

function entryMarkdown({ usage, about, options, examples }: Entry): string {
  const own = options.length === 0 ? "" : "\n" + optionsMarkdown(options);
  return (
    "### " +
    usage.replace(/([<>[\]])/g, "\\$1") +
    "\n\n" +
    about +
    ".\n" +
    own +
    "\n```\n" +
    examples.join("\n") +
    "\n```\n"
  );
}

function optionsMarkdown(options: readonly Option[]): string {
  return options.map(({ flags, description }) => "- `" + flags + "`: " + description + "\n").join("");
}

/** Lines that begin with blanks are shown as they are. */
function topicMarkdown(text: string): string {
  return text
    .split("\n\n")
    .map((part) => (/^ {2}|\n {2}/.test(part) ? fenced(part) : part))
    .join("\n\n");
}

function fenced(part: string): string {
  const lines = part.split("\n");
  const at = lines.findIndex((line) => line.startsWith("  "));
  return [...lines.slice(0, at), ...(at > 0 ? [""] : []), "```", ...lines.slice(at), "```"].join("\n");
}

/** Text in which troff finds nothing to obey. */
function roff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^([.'])/gm, "\\&$1");
}

const head = (name: string) => '.TH "' + name.toUpperCase() + '" "1" "" "crm" "crm manual"\n';
const preformatted = (lines: string) => ".PP\n.nf\n" + roff(lines) + "\n.fi\n";

function mainPage(program: Command, words: readonly Word[]): string {
  const list = words.map((word) => ".TP\n.BR crm\\-" + roff(word.name) + " (1)\n" + roff(word.about) + "\n");
  const about = Object.values(topics).map(
    (topic) => '.SH "' + roff(topic.about.toUpperCase()) + '"\n' + topicRoff(topic.text),
  );
  return [
    head("crm"),
    ".SH NAME\ncrm \\- the CRM in your terminal: one command over one local file\n",
    ".SH SYNOPSIS\n.B crm\n[options] <word> <verb> [arguments] [options]\n",
    ".SH COMMANDS\n" + list.join(""),
    ".SH OPTIONS\n" + optionsRoff(program.options),
    ...about,
    ".SH SEE ALSO\n" + words.map((word) => ".BR crm\\-" + roff(word.name) + " (1)").join(",\n") + "\n",
  ].join("");
}

function topicRoff(text: string): string {
  const parts = text.split("\n\n");
  return parts
    .map((part) => (/^ {2}|\n {2}/.test(part) ? preformatted(part) : ".PP\n" + roff(part) + "\n"))
    .join("");
}

function wordPage({ name, about, entries }: Word): string {
  const parts = entries.map(
    (entry) =>
      '.SS "' +
      roff(entry.usage) +
      '"\n' +
      roff(entry.about) +
      ".\n" +
      optionsRoff(entry.options) +
      preformatted(entry.examples.map((line) => "  " + line).join("\n")),
  );
  return [
    head("crm-" + name),
    ".SH NAME\ncrm\\-" + roff(name) + " \\- " + roff(about) + "\n",
    ".SH COMMANDS\n" + parts.join(""),
    ".SH SEE ALSO\n.BR crm (1)\nfor the options of every command, formats, dates, filters and exit codes.\n",
  ].join("");
}

function optionsRoff(options: readonly Option[]): string {
  return options
    .map(({ flags, description }) => ".TP\n.B " + roff(flags) + "\n" + roff(description) + "\n")
    .join("");
}
