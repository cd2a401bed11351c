import { existsSync, readFileSync } from "node:fs";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Noun, Target } from "../../import/headers.ts";
import type { Understood } from "../../import/layout.ts";
import { type MapFile, mapText, readMap } from "../../import/map-file.ts";
import { writeWhole } from "../output-file.ts";
import type { Job } from "./job.ts";
import type { OpenFile } from "./open.ts";

/** Where the mapping of a file is found without being named. */
export function beside(file: string): string {
  return file + ".map.toml";
}

/** The mapping that is named, or lies beside the file. */
export async function mapFor(
  file: string,
  noun: Noun,
  named: string | undefined,
): Promise<MapFile | undefined> {
  const path = named ?? beside(file);
  if (named === undefined && (file === "-" || !existsSync(path))) return undefined;
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (code === "ENOENT") throw new UserError("not_found", "--map: no file " + path);
    throw new UserError("usage", "--map: cannot read " + path + " (" + code + ")");
  }
  return readMap(text, path, noun);
}

/** How a target is written in a mapping file: "phone home". */
export function wordsOf({ field, label, several, minor }: Target): string {
  return [field, label, several === true ? "several" : "", minor === true ? "minor" : ""]
    .filter(Boolean)
    .join(" ");
}

/** The mapping that reads a file as it was understood. */
export function layoutToMap(job: Job, understood: Understood, header: readonly string[]): MapFile {
  const kept = new Map(understood.extras.map(({ at, name }) => [at, name]));
  const standsFor = new Map(understood.instead.map(({ at, from }) => [from, at]));
  const readAs = (name: string, at: number): [string, string] => {
    const target = understood.columns[standsFor.get(at) ?? at];
    if (target) return [name, wordsOf(target)];
    const custom = kept.get(at);
    if (custom === undefined) return [name, "ignore"];
    return [name, custom === name ? "custom" : "custom " + custom];
  };
  const own = header.flatMap((name, at) => (standsFor.has(at) ? [] : [readAs(name, at)]));
  // Of several for one field the first holds.
  const others = understood.instead.map(({ from }) => readAs(header[from] ?? "", from));
  const { noun, dateOrder, encoding, delimiter, said: settings } = job;
  const source = job.source ?? job.map?.source ?? understood.layout?.product;
  return {
    noun,
    ...(source === undefined ? {} : { source }),
    ...(dateOrder === undefined ? {} : { dateOrder }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...settings,
    columns: Object.fromEntries([...own, ...others]),
  };
}

/** The mapping as it was used, to be used again. */
export function saveMap(
  app: App,
  job: Job,
  { understood, table, dateOrder }: Pick<OpenFile, "understood" | "table" | "dateOrder">,
): void {
  if (job.saveMap === undefined) return;
  if (app.options.dryRun === true) {
    app.say("without --dry-run the mapping goes into " + job.saveMap);
    return;
  }
  writeWhole(job.saveMap, mapText(layoutToMap({ ...job, dateOrder }, understood, table.header)));
  app.say("saved the mapping in " + job.saveMap + ": --map " + job.saveMap + " uses it again");
}
