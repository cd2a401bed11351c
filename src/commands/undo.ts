import { type Command, InvalidArgumentError } from "commander";
import type { App } from "../app.ts";
import { refuseAbsent } from "../database-path.ts";
import type { Column } from "../field.ts";
import { redo as redoEntries, type Undone, undo as undoEntries } from "../store/undo.ts";
import { examples } from "./options.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Entry", type: "id" },
  { key: "at", header: "When", type: "instant" },
  { key: "commandLine", header: "Command", type: "text" },
  { key: "summary", header: "What", type: "text" },
];

/** Takes back the last commands. */
export function undo(command: Command, app: App): void {
  examples(
    command.argument("[n]", "how many commands to take back", positive, 1),
    "crm undo",
    "crm undo 3 --dry-run",
  ).action((count: number) => {
    refuseAbsent(app);
    const taken = undoEntries(app.writer(), app.entry(), { count, zone: app.zone() });
    return answer(app, { verb: "Undone", would: "undo", other: "crm redo", count }, taken);
  });
}

/** Does again what undo took back. */
export function redo(command: Command, app: App): void {
  examples(
    command.argument("[n]", "how many commands to do again", positive, 1),
    "crm redo",
    "crm redo 2",
  ).action((count: number) => {
    refuseAbsent(app);
    const taken = redoEntries(app.writer(), app.entry(), count);
    return answer(app, { verb: "Done again", would: "do again", other: "crm undo", count }, taken);
  });
}

async function answer(
  app: App,
  { verb, would, other, count }: { verb: string; would: string; other: string; count: number },
  taken: readonly Undone[],
): Promise<void> {
  const [did, back] =
    app.options.dryRun === true
      ? ["Would " + would, " (dry run: nothing was written)"]
      : [verb, " (back: " + other + ")"];
  for (const entry of taken) app.say(did + ": #" + entry.id + " " + entry.commandLine + back);
  if (taken.length < count) app.say("That is all there was: " + taken.length + " of " + count);
  await app.printUnlessTable(
    columns,
    taken.map((entry) => ({ ...entry })),
  );
}

function positive(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new InvalidArgumentError("Write how many commands, such as 2.");
  return Number(value);
}
