import { existsSync } from "node:fs";
import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { CsvInfo } from "../../import/csv.ts";
import { fieldNames, inWords, labelNames } from "../../import/headers.ts";
import { type MapTask, type Understood, understand } from "../../import/layout.ts";
import { type MapFile, mapText } from "../../import/map-file.ts";
import { unclearDate } from "../../import/ready.ts";
import { ownWidth } from "../../import/rejects.ts";
import { clean } from "../../output/clean.ts";
import { textWidth, truncate } from "../../output/width.ts";
import type { Ask } from "../../prompt.ts";
import type { DateOrder } from "../../values/date-column.ts";
import { writeWhole } from "../output-file.ts";
import type { Job } from "./job.ts";
import { beside, layoutToMap, wordsOf } from "./map.ts";

/** What was answered; without an order the file shows it, or has no dates. */
interface Guided {
  readonly task: MapTask;
  readonly dateOrder?: DateOrder | undefined;
}

interface Asked {
  readonly task: MapTask;
  readonly info: CsvInfo;
}

/**
 * Asks a person about the columns of an unknown layout: shows what each holds and how it would be read, until the
 * answer is to go on. What is recognised, mapped or decided by an option is not asked about.
 */
export async function guide(app: App, job: Job, { task, info }: Asked): Promise<Guided> {
  const header = info.header.slice(0, ownWidth(info.header));
  const first = understand(header, task);
  const isClear = first.unused.length === 0 && first.missing.length === 0;
  if (first.layout !== null || job.map !== undefined || job.extra !== undefined || isClear) return { task };
  if (app.options.yes === true) return { task };
  const ask = await app.world.ask();
  const columns: Record<string, string> = {};
  for (;;) {
    const asked = { ...task, map: { columns } };
    const understood = understand(header, asked);
    app.say(picture(job, understood, { header, info, width: app.world.width }));
    const lacks = understood.missing.length > 0;
    const answer = await ask.choose("Read the columns like this?", [
      ...(lacks ? [] : [{ name: "Yes, import", value: "go" }]),
      { name: "Change a column", value: "change" },
      ...(lacks ? [] : [{ name: "Yes, and keep the mapping for the next time", value: "save" }]),
      { name: "No, stop here", value: "stop" },
    ]);
    if (answer === "stop") throw cancelled();
    if (answer !== "change") {
      const dateOrder = job.dateOrder ?? (await orderFor(ask, understood, info));
      if (answer === "save") await save(app, layoutToMap({ ...job, dateOrder }, understood, header), job);
      return { task: asked, dateOrder };
    }
    const name = await ask.choose(
      "Which column?",
      header.map((one, at) => ({
        // The prompt puts two signs before each.
        name: truncate(one + sampleOf(info, at), app.world.width - 4, "…"),
        value: one,
      })),
    );
    columns[name] = await ask.choose("What is in " + name + "?", choicesFor(task));
  }
}

/** Asked now, for a refusal afterwards would lose all answers. */
async function orderFor(
  ask: Ask,
  understood: Understood,
  { sample }: CsvInfo,
): Promise<DateOrder | undefined> {
  const date = unclearDate(understood, sample);
  if (date === undefined) return undefined;
  return ask.choose<DateOrder>("Is the day or the month first in " + clean(date) + "?", [
    { name: "the day", value: "dmy" },
    { name: "the month", value: "mdy" },
  ]);
}

function choicesFor({ noun }: MapTask): { name: string; value: string }[] {
  const labelled = noun === "contacts" ? ["email", "phone"] : [];
  const fields = fieldNames(noun).flatMap((field) => [
    field,
    ...(labelled.includes(field) ? labelNames().map((label) => field + " " + label) : []),
  ]);
  return [
    { name: "leave it out", value: "ignore" },
    { name: "keep it as a custom field", value: "custom" },
    ...fields.map((field) => ({ name: inWords(field), value: field })),
  ];
}

interface Shown {
  readonly header: readonly string[];
  readonly info: CsvInfo;
  /** Of the terminal, in columns. */
  readonly width: number;
}

/** The columns, what they hold, and what they would be read into: a line each, for a line that breaks is none. */
function picture({ noun }: Job, understood: Understood, { header, info, width: screen }: Shown): string {
  const width = Math.min(28, Math.max(...header.map(textWidth)));
  const kept = new Map(understood.extras.map(({ at, name }) => [at, "custom field " + name]));
  const lines = header.map((name, at) => {
    const target = understood.columns[at];
    const read = target ? inWords(wordsOf(target)) : (kept.get(at) ?? "left out");
    const called = truncate(name, width, "…");
    const pad = " ".repeat(width - textWidth(called));
    return truncate("  " + called + pad + "  " + read.padEnd(16) + sampleOf(info, at), screen, "…");
  });
  const fields = new Set(understood.columns.map((target) => target?.field));
  const isNameless =
    noun === "contacts" && !["name", "firstName", "lastName"].some((field) => fields.has(field));
  const lacks =
    understood.missing.length === 0
      ? []
      : ["  There is no column for " + inWords(understood.missing.join(", and none for ")) + "."];
  if (isNameless && lacks.length === 0) lacks.push("  None of them is read as the name.");
  return ["The columns of the file, and what of " + noun + " they are read into:", ...lines, ...lacks].join(
    "\n",
  );
}

/** "  Jane · Tom": the first values of a column that differ. */
function sampleOf({ sample }: CsvInfo, at: number): string {
  const values = new Set(sample.slice(0, 50).map((cells) => (cells[at] ?? "").replace(/\s+/g, " ").trim()));
  const some = [...values].filter((value) => value !== "").slice(0, 3);
  const text = some.map((value) => truncate(clean(value), 24, "…")).join(" · ");
  return text === "" ? "  (empty)" : "  " + text;
}

/** Beside the file, where it is found again. */
async function save(app: App, map: MapFile, { file, saveMap }: Job): Promise<void> {
  const path = saveMap ?? beside(file);
  if (existsSync(path) && !(await (await app.world.ask()).confirm(path + " is there already. Replace it?")))
    return;
  writeWhole(path, mapText(map));
  app.say("saved the mapping in " + path + (path === beside(file) ? ", where it is found by itself" : ""));
}

function cancelled(): UserError {
  return new UserError("cancelled", "nothing was imported");
}
