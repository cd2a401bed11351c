import { existsSync } from "node:fs";
import type { Command, Option } from "commander";
import type { App } from "../app.ts";
import { databasePath } from "../database-path.ts";
import { clean } from "../output/clean.ts";
import { formats } from "../output/render.ts";
import { type Completion, completionsOf, type Kind } from "../store/completions.ts";
import type { Db } from "../store/db.ts";
import { fieldsOf } from "../store/fields.ts";
import { settingDefaults } from "../store/setting.ts";
import { type Noun, nouns } from "../store/tables.ts";

/**
 * A shell may run, expand or break anything else: a contact can be named `$(touch x)`. What holds another character is
 * not offered.
 */
const safe = /^[A-Za-z0-9._@+-]+$/;

/** By the name of an option or argument: what its value can be. */
const kinds: Readonly<Record<string, Kind>> = {
  contact: "contact",
  for: "contact",
  company: "company",
  deal: "deal",
  stage: "stage",
  pipeline: "pipeline",
  tag: "tag",
  untag: "tag",
  segment: "segment",
  field: "field",
};

interface Typed {
  /** The words before the one being typed, without `crm`. */
  readonly before: readonly string[];
  readonly current: string;
  /** The whole program with the commands of the word that is being used. */
  readonly program: Command;
}

/** What can stand in the place of the word being typed. Nothing is written, also not a database that is not there. */
export function completions(app: App, typed: Typed): Completion[] {
  const found = candidates(app, typed);
  const start = typed.current.toLowerCase();
  return found.filter(({ value }) => safe.test(value) && value.toLowerCase().startsWith(start));
}

function candidates(app: App, { before, current, program }: Typed): Completion[] {
  const place = placeOf(program, before);
  const { command, waiting, given } = place;
  if (waiting !== undefined)
    return valuesOf(app, place, { name: waiting.long?.slice(2) ?? "", option: waiting, current });
  if (current.startsWith("-")) return optionsOf(command);
  const inner = command.commands.map((child) => ({
    value: child.name(),
    about: child.summary() || child.description(),
  }));
  if (inner.length > 0) return command === program ? [...inner, ...aliases(app)] : inner;
  const last = command.registeredArguments.at(-1);
  const argument = command.registeredArguments[given] ?? (last?.variadic === true ? last : undefined);
  return argument === undefined ? [] : valuesOf(app, place, { name: argument.name(), current });
}

interface Place {
  readonly command: Command;
  /** The option whose value is being typed. */
  readonly waiting: Option | undefined;
  /** How many arguments the command has been given. */
  readonly given: number;
}

function placeOf(program: Command, before: readonly string[]): Place {
  let command = program;
  let waiting: Option | undefined;
  let given = 0;
  for (const word of before) {
    if (waiting !== undefined) waiting = undefined;
    else if (word.startsWith("-")) waiting = takesValue(command, word);
    else {
      const inner = command.commands.find((child) => child.name() === word);
      if (inner === undefined) given++;
      else command = inner;
    }
  }
  return { command, waiting, given };
}

function takesValue(command: Command, word: string): Option | undefined {
  const all = [...command.options, ...(programOf(command)?.options ?? [])];
  const option = all.find((known) => known.long === word || known.short === word);
  return option !== undefined && (option.required || option.optional) ? option : undefined;
}

function programOf(command: Command): Command | null {
  return command.parent === null ? command : programOf(command.parent);
}

function optionsOf(command: Command): Completion[] {
  const options = [...command.options, ...(programOf(command)?.options ?? [])];
  const all = [...new Set(options)].filter((option) => option.long !== undefined && !option.hidden);
  return [...all.map((option) => ({ value: option.long ?? "", about: option.description })), help];
}

const help: Completion = { value: "--help", about: "show this help" };

function aliases(app: App): Completion[] {
  return [...app.configured]
    .filter(([key]) => key.startsWith("alias."))
    .map(([key, about]) => ({ value: key.slice("alias.".length), about }));
}

interface Wanted {
  readonly name: string;
  readonly option?: Option;
  readonly current: string;
}

function valuesOf(app: App, place: Place, { name, option, current }: Wanted): Completion[] {
  const words =
    option?.argChoices ??
    (name === "format" ? formats : name === "key" ? Object.keys(settingDefaults) : undefined);
  if (words !== undefined) return words.map((value) => ({ value, about: "" }));
  const db = lookAt(app);
  if (db === undefined) return [];
  const noun = nounOf(place.command);
  const isField = ["fields", "sort", "filter", "where"].includes(name);
  if (isField && noun !== undefined) {
    return fieldsOf(db, noun).fields.map(({ key, header }) => ({ value: key, about: header }));
  }
  const kind = kinds[name];
  if (kind !== undefined) return completionsOf(db, kind, current);
  const own = kinds[place.command.parent?.name() ?? ""];
  return name === "name" && own !== undefined ? completionsOf(db, own, current) : [];
}

function nounOf(command: Command): Noun | undefined {
  const name = command.parent?.name();
  return nouns.find((noun) => noun === name);
}

/** The database as it is; undefined when there is none. */
function lookAt(app: App): Db | undefined {
  const path = databasePath(app);
  if (app.world.look !== undefined) return existsSync(path) ? app.world.look(path) : undefined;
  return app.read();
}

/** One line each: the value, and with `described` a tab and what the shell shows beside it. */
export function completionLines(found: readonly Completion[], described: boolean): string {
  const line = ({ value, about }: Completion) =>
    described && about !== "" ? value + "\t" + clean(about).slice(0, 60) : value;
  return found.map((each) => line(each) + "\n").join("");
}
