import type { Command } from "commander";
import type { CustomValues } from "../../store/custom.ts";
import type { CardLine } from "../card-lines.ts";
import { customOptions } from "../contact/draft.ts";
import { collectWhole } from "../options.ts";

export interface SetOptions {
  readonly set?: readonly string[];
}

/** Custom fields as they are typed. */
export function setOption(command: Command): Command {
  return command.option("--set <field=value>", "a custom field; several times for several", collectWhole);
}

export function customOf({ set }: SetOptions): CustomValues {
  return customOptions(set ?? []);
}

/** For a card: the values of custom fields in one line. */
export function customLines(fields: Readonly<Record<string, string>>): CardLine[] {
  const all = Object.entries(fields).map(([name, value]) => name + ": " + value);
  return all.length === 0 ? [] : [["Fields", all.join(" · ")]];
}
