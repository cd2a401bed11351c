import type { Command } from "commander";
import { type App, databasePath } from "../app.ts";
import { UserError } from "../errors.ts";
import type { Column } from "../field.ts";
import { asUserError } from "../store/db.ts";
import { examine, type Finding } from "../store/doctor.ts";
import { keepUnjournaled } from "../store/journal.ts";
import { instant } from "../values/date.ts";
import { examples } from "./options.ts";

const columns: readonly Column[] = [
  { key: "check", header: "Check", type: "text" },
  { key: "state", header: "State", type: "text" },
  { key: "found", header: "Found", type: "text" },
  { key: "next", header: "Next", type: "text" },
];

/** Examines the database and its surroundings. */
export function doctor(command: Command, app: App): void {
  examples(
    command.option("--fix", "mend what can be mended without losing anything"),
    "crm doctor",
    "crm doctor --fix --json",
  ).action(async ({ fix }: { fix?: boolean }) => {
    const findings = look(app, fix === true && app.options.dryRun !== true);
    await app.print(
      columns,
      findings.map((finding) => ({ ...finding })),
    );
    const bad = findings.filter(({ state }) => state === "problem");
    if (bad.length > 0) app.exitCode = 1;
    app.say(bad.length === 0 ? "healthy" : bad.length + (bad.length === 1 ? " problem" : " problems"));
  });
}

/** A file that cannot even be opened is a finding too. */
function look(app: App, fix: boolean): Finding[] {
  try {
    const db = fix ? app.writer() : app.read();
    return examine({ db, at: instant(app.now()), fix, transaction: (work) => keepUnjournaled(db, work) });
  } catch (error) {
    const known = error instanceof UserError ? error : asUserError(error, databasePath(app));
    if (known === undefined || known.kind === "busy") throw error;
    return [{ check: "open", state: "problem", found: known.message, next: known.hint ?? null }];
  }
}
