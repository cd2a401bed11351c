import type { Command } from "commander";
import type { App } from "../app.ts";
import { databasePath, refuseAbsent } from "../database-path.ts";
import { UserError } from "../errors.ts";
import type { Column } from "../field.ts";
import { clean } from "../output/clean.ts";
import { jsonDocument } from "../output/render.ts";
import { formatOf } from "../print.ts";
import { asUserError } from "../store/db.ts";
import type { Finding } from "../store/doctor/finding.ts";
import { examine } from "../store/doctor.ts";
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
    await show(app, findings);
    // A table cuts long texts short, and these are what it is about.
    for (const finding of formatOf(app) === "table" ? findings : []) sayWhole(app, finding);
    const bad = findings.filter(({ state }) => state === "problem");
    if (bad.length > 0) app.exitCode = 1;
    app.say(bad.length === 0 ? "healthy" : bad.length + (bad.length === 1 ? " problem" : " problems"));
  });
}

function sayWhole(app: App, { check, state, found, next }: Finding): void {
  if (state !== "ok") app.say(check + ": " + found + (next === null ? "" : "\n  " + next));
}

/** How to print stands in the settings of the database, which may be what cannot be read. */
async function show(app: App, findings: readonly Finding[]): Promise<void> {
  const rows = findings.map((finding) => ({ ...finding }));
  try {
    app.currency();
    app.zone();
  } catch {
    if (formatOf(app) === "json") return app.world.out(jsonDocument(rows));
    for (const { check, state, found, next } of rows)
      app.world.out(clean([check, state, found, next ?? ""].join("  ")) + "\n");
    return;
  }
  await app.print(columns, rows);
}

/** A file that cannot even be opened is a finding too. */
function look(app: App, fix: boolean): Finding[] {
  try {
    refuseAbsent(app);
    const db = fix ? app.writer() : app.read();
    return examine({ db, at: instant(app.now()), fix, transaction: (work) => keepUnjournaled(db, work) });
  } catch (error) {
    const known = error instanceof UserError ? error : asUserError(error, databasePath(app));
    if (known === undefined || known.kind === "busy" || known.kind === "locked") throw error;
    return [{ check: "open", state: "problem", found: known.message, next: known.hint ?? null }];
  }
}
