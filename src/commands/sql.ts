import type { Command } from "commander";
import type { App } from "../app.ts";
import { databasePath, refuseAbsent } from "../database-path.ts";
import { UserError } from "../errors.ts";
import type { Column, Row } from "../field.ts";
import { heldKey } from "../store/encryption/key.ts";
import { ask, asUsage, memory, tooLarge } from "../store/query.ts";
import { examples, wholeNumber } from "./options.ts";

/** A question in SQL: read-only, in a process of its own that is ended when it takes too long. */
export function sql(command: Command, app: App): void {
  examples(
    command
      .argument("<select>", "one SELECT; ? stands for a value")
      .argument("[values...]", "the values of its ?")
      .option("--timeout <seconds>", "end it after so long", wholeNumber, 30),
    'crm sql "SELECT lifecycle, count(*) AS n FROM contact GROUP BY lifecycle"',
    'crm sql "SELECT id, name FROM contact WHERE id > ? ORDER BY id" 10 --format csv',
  ).action((select: string, values: string[], { timeout }: { timeout: number }) =>
    run(app, { select, values, timeout }),
  );
}

interface Question {
  readonly select: string;
  readonly values: readonly string[];
  readonly timeout: number;
}

async function run(app: App, { select, values, timeout }: Question): Promise<void> {
  const { apart, env } = app.world;
  refuseAbsent(app);
  app.read();
  if (apart === undefined || env.CRM_APART === "1") return answer(app, select, values);
  const ended = await apart({ ms: timeout * 1000, bytes: memory }, heldKey()?.key?.toString() ?? "");
  if (ended === "large") throw tooLarge();
  if (ended !== "late") {
    app.exitCode = ended;
    return;
  }
  const message = "the question took longer than " + timeout + " s and was ended";
  throw new UserError("refused", message, "--timeout " + timeout * 10 + " waits longer");
}

async function answer(app: App, select: string, values: readonly string[]): Promise<void> {
  const { columns, rows } = ask(databasePath(app), select, values);
  const shown: readonly Column[] = columns.map((name) => ({ key: name, header: name, type: "text" }));
  try {
    await app.print(shown, asRows(columns, rows));
  } catch (error) {
    throw asUsage(error);
  }
}

function* asRows(columns: readonly string[], rows: Iterable<readonly unknown[]>): Generator<Row> {
  for (const row of rows) yield Object.fromEntries(columns.map((name, at) => [name, plain(row[at])]));
}

/** Bytes are shown as hexadecimal. */
function plain(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
}
