import type { Command } from "commander";
import type { App } from "../app.ts";
import { refuseAbsent } from "../database-path.ts";
import type { Column } from "../field.ts";
import { trimJournal } from "../store/journal/trim.ts";
import { toInstant } from "../values/date.ts";
import { answerRecord } from "./backup.ts";
import { examples } from "./options.ts";
import { confirm } from "./pick.ts";

const columns: readonly Column[] = [
  { key: "beforeAt", header: "Before", type: "instant" },
  { key: "entries", header: "Entries", type: "integer" },
  { key: "changes", header: "Changes", type: "integer" },
  { key: "oldestAt", header: "Oldest now", type: "instant" },
];

/** The journal itself. */
export function journal(noun: Command, app: App): void {
  examples(
    noun
      .command("trim")
      .description("Cut the old part off the journal: it cannot be undone any more, nor read in the history")
      .requiredOption("--before <date>", "what was done before this day"),
    "crm journal trim --before 2026-01-01 --dry-run",
    'crm journal trim --before 2026-01-01 --yes --reason "kept for a year"',
  ).action(({ before }: { before: string }) => trim(app, before));
}

async function trim(app: App, before: string): Promise<void> {
  refuseAbsent(app);
  const when = app.when(before);
  const order = {
    beforeAt: when.at ?? toInstant(when.date, "00:00", app.zone()),
    at: app.entry().at,
    user: app.user(),
    reason: app.options.reason,
  };
  const db = app.writer();
  const plan = trimJournal(db, { ...order, dryRun: true });
  const what = plan.entries + " commands with " + plan.changes + " changes, from before " + when.date;
  if (plan.entries === 0) return app.say("nothing in the journal is from before " + when.date);
  if (app.options.dryRun === true) {
    app.say("would cut off " + what + " (dry run: nothing was written)");
    return app.printUnlessTable(columns, [{ ...plan }]);
  }
  await confirm(app, "Cut " + what + " off the journal, for good");
  const done = trimJournal(db, { ...order, dryRun: false });
  app.say("Cut off " + what + "; undo and history go back no further (a backup has it all)");
  await answerRecord(app, columns, { ...done });
}
