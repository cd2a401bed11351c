import type { Command } from "commander";
import type { App } from "../app.ts";
import { refuseAbsent } from "../database-path.ts";
import { UserError } from "../errors.ts";
import type { Column } from "../field.ts";
import { lifecycles } from "../store/contact.ts";
import { eraseContacts, erasedBefore, sweep } from "../store/erase.ts";
import { listRules, type Overdue, overdue, setRule } from "../store/retain.ts";
import { addMonths } from "../values/date.ts";
import { removeFiles, sayWhetherSwept } from "./contact/privacy.ts";
import { examples, oneOf, wholeNumber } from "./options.ts";

const ruleColumns: readonly Column[] = [
  { key: "lifecycle", header: "Lifecycle", type: "text" },
  { key: "months", header: "Months", type: "integer" },
];

const overdueColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "lifecycle", header: "Lifecycle", type: "text" },
  { key: "lastDate", header: "Last heard of", type: "date" },
  { key: "months", header: "Kept months", type: "integer" },
  { key: "orders", header: "Orders", type: "integer" },
];

interface RetainOptions {
  readonly keep?: string;
  readonly months?: number;
  readonly rules?: boolean;
  readonly confirm?: string;
}

/** Contacts are not kept for ever: rules, who is over them, and their erasure. */
export function retain(command: Command, app: App): void {
  examples(
    command
      .option("--keep <lifecycle>", "set the rule of a stage of life: " + lifecycles.join(", "))
      .option(
        "--months <n>",
        "how long after the last that was heard of them; 0 takes the rule away",
        wholeNumber,
      )
      .option("--rules", "list the rules")
      .option("--confirm <word>", 'erase those who are over their rule: type "erase"'),
    "crm retain --keep lead --months 24",
    "crm retain --dry-run",
  ).action((options: RetainOptions) => {
    if (options.keep !== undefined) return rule(app, options.keep, options.months);
    if (options.months !== undefined)
      throw new UserError("usage", "--months goes with --keep", "--keep lead --months 24");
    if (options.rules === true)
      return app.print(
        ruleColumns,
        listRules(app.read()).map((each) => ({ ...each })),
      );
    return apply(app, options.confirm);
  });
}

async function rule(app: App, word: string, months: number | undefined): Promise<void> {
  const lifecycle = oneOf("--keep", word, lifecycles);
  if (months === undefined)
    throw new UserError("usage", "--keep needs --months", "--keep " + lifecycle + " --months 24");
  app.write((db) => {
    setRule(db, { lifecycle, months });
    return null;
  });
  const said =
    months === 0 ? "kept without end" : "kept " + months + " months after the last that was heard of them";
  await app.wrote(lifecycle + " contacts are " + said, ruleColumns, { lifecycle, months });
}

/** Shows who is over the rules; erases them only when the word is typed. */
async function apply(app: App, typed: string | undefined): Promise<void> {
  refuseAbsent(app);
  const found = whoIsOver(app);
  const rows = found.map((each) => ({ ...each }));
  if (typed === undefined || app.options.dryRun === true) {
    await app.print(overdueColumns, rows);
    app.say(
      rows.length === 0
        ? "nobody is over the rules"
        : summary(found) + " (nothing was erased; --confirm erase does)",
    );
    return;
  }
  if (typed !== "erase")
    throw new UserError("usage", '--confirm: "' + typed + '" is not "erase": nothing was erased');
  if (erasedBefore(app.read(), app.entry()) !== undefined)
    return app.say("Erased before, with --idem " + app.options.idem);
  if (found.length === 0) return app.say("nobody is over the rules");
  const ids = found.map(({ id }) => id);
  const erased = eraseContacts(app.writer(), app.entry(), { ids, today: app.today() });
  removeFiles(
    app,
    erased.flatMap(({ files }) => files),
  );
  sayWhetherSwept(app, sweep(app.writer()));
  app.say("Erased " + summary(found) + "; this cannot be undone");
  await app.printUnlessTable(overdueColumns, rows);
}

function whoIsOver(app: App): Overdue[] {
  const db = app.read();
  const rules = listRules(db);
  if (rules.length === 0)
    throw new UserError("refused", "there is no rule yet", "crm retain --keep lead --months 24");
  const cutoffs = rules.map((each) => ({ rule: each, before: addMonths(app.today(), -each.months) }));
  return overdue(db, cutoffs, app.zone());
}

function summary(found: readonly Overdue[]): string {
  const buyers = found.filter(({ orders }) => orders > 0).length;
  const kept =
    buyers === 0 ? "" : ", " + buyers + " of them with orders (the law may ask you to keep invoices)";
  return found.length + (found.length === 1 ? " contact" : " contacts") + kept;
}
