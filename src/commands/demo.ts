import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { type App, createApp } from "../app.ts";
import { UserError } from "../errors.ts";
import type { Column } from "../field.ts";
import { singleBinary } from "../single-binary.ts";
import { countRows } from "../store/list.ts";
import { setSetting } from "../store/setting.ts";
import { type Noun, tableOf } from "../store/tables.ts";
import { addDays, daysBetween } from "../values/date.ts";
import { importFile } from "./import.ts";
import { examples } from "./options.ts";

const usualFile = "crm-demo.db";
/** The day on which the story of examples/ is told; all its days are moved by as much as that was ago. */
const toldOn = "2026-11-21";
const files = ["companies", "contacts", "orders", "deals", "activities", "followups"] as const;
const counted: readonly Noun[] = ["contact", "company", "deal", "order", "activity", "followup"];

const columns: readonly Column[] = [
  { key: "database", header: "Database", type: "text" },
  ...counted.map((noun): Column => ({ key: noun, header: noun, type: "integer" })),
];

/** A made-up business to try everything on, in a file of its own. */
export function demo(command: Command, app: App): void {
  examples(
    command.argument("[file]", "where to make it; " + usualFile + " here when left out"),
    "crm demo",
    "crm demo try.db",
  ).action(async (named: string | undefined) => {
    const file = named ?? app.options.db ?? usualFile;
    if (existsSync(file)) {
      throw new UserError("conflict", file + " is there already", "name another, or look: crm --db " + file);
    }
    if (app.options.dryRun === true) return app.say("Would make " + file + " (dry run: nothing was written)");
    const record = await make(app, file);
    app.say(
      ["Made " + file + ": a coffee roaster and her customers, all made up. Try:", ...tries(file)].join("\n"),
    );
    app.say("When you have seen enough, delete the file.");
    // How it is to look is a setting, and to be asked of this database.
    app.options = { ...app.options, db: file };
    if (app.options.quiet !== true) await app.show(columns, record, () => "");
  });
}

function tries(file: string): string[] {
  const words = [
    "today",
    "brief jane@acme.example",
    "deal board",
    "report rfm",
    "contact list 'spent >= 1000'",
  ];
  return words.map((line) => "  crm --db " + file + " " + line);
}

/** By a run of its own: nothing of the user's own settings, presets and hooks has to do with it. */
async function make(app: App, file: string): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), "crm-demo-"));
  const config = { ...app.world.config, dir: folder, path: join(folder, "config.toml") };
  const own = createApp({ ...app.world, config, out: () => undefined });
  own.options = { ...app.options, db: file, quiet: true };
  own.command = app.command;
  try {
    own.write((db) => {
      setSetting(db, "currency", "EUR");
      setSetting(db, "country", "DE");
    });
    const days = daysBetween(toldOn, own.today());
    for (const noun of files) {
      const csv = join(folder, noun + ".csv");
      writeFileSync(csv, moved(exampleText(noun + ".csv"), days));
      const name = "examples/" + noun + ".csv";
      await importFile(own, noun, csv, noun === "orders" ? { name } : { name, extra: "fields" });
    }
    const db = own.read();
    const counts = counted.map((noun) => [noun, countRows(db, tableOf[noun], undefined)] as const);
    return { database: file, ...Object.fromEntries(counts) };
  } finally {
    own.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each day of this century so many days later; birthdays are of the last. */
function moved(text: string, days: number): string {
  return text.replace(/\b20\d\d-\d\d-\d\d\b/g, (day) => addDays(day, days));
}

/** A file of examples/: it lies beside dist/ and beside src/, or is inside the single executable. */
function exampleText(name: string): string {
  const binary = singleBinary();
  if (binary !== undefined) return binary.text("examples/" + name);
  const here = dirname(fileURLToPath(import.meta.url));
  const built = join(here, "../examples", name);
  return readFileSync(existsSync(built) ? built : join(here, "../../examples", name), "utf8");
}
