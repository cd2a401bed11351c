import type { Command } from "commander";
import type { TeamChange } from "../../store/collaborator.ts";
import { collect } from "../options.ts";

export interface TeamOptions {
  readonly with?: readonly string[];
  readonly without?: readonly string[];
}

/** Who works on a record besides its owner. */
export function teamOptions(command: Command): Command {
  return command
    .option("--with <user>", "who works on it too; several times for several", collect)
    .option("--without <user>", "who no longer works on it", collect);
}

export function teamOf({ with: add, without }: TeamOptions): TeamChange {
  return { add: add ?? [], remove: without ?? [] };
}
