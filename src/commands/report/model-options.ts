import { type Command, InvalidArgumentError, Option } from "commander";
import { type ModelName, modelNames } from "../../reports/dropout-model.ts";
import { daysPerMonth, daysPerUnit, daysPerYear, type TimeUnit } from "../../reports/purchase-statistics.ts";

export interface ModelOptions {
  readonly model?: ModelName;
  readonly unit: TimeUnit;
}

export function modelOptions(command: Command): Command {
  return command
    .addOption(new Option("--model <name>", "purchase model (default: mbg-nbd)").choices(modelNames))
    .addOption(
      new Option("--unit <unit>", "in which times and alpha are shown")
        .choices(Object.keys(daysPerUnit))
        .default("weeks"),
    );
}

const lengths = { d: 1, w: 7, m: daysPerMonth, y: daysPerYear } as const;

/** "12m", "52 weeks", "1 year" in days; a bare number would leave open of what. */
export function timeAhead(text: string): number {
  const [, number, letter] = /^\s*(\d{1,5})\s*([dwmy])(?:ays?|eeks?|onths?|ears?)?\s*$/i.exec(text) ?? [];
  const length = lengths[letter?.toLowerCase() as keyof typeof lengths];
  if (number === undefined || length === undefined || Number(number) === 0)
    throw new InvalidArgumentError("Write a length of time such as 12m, 52w or 365d.");
  return Number(number) * length;
}

/** "40%" or "0.4"; 40 alone could be either. */
export function share(text: string): number {
  const [, number, sign] = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(text) ?? [];
  const value = Number(number ?? Number.NaN) / (sign === "%" ? 100 : 1);
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("Write a share from 0 to 1 such as 40% or 0.4.");
}
