import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Crm, type Setup, setupCrm } from "../support/crm.ts";

/** One follow-up that is due: "send the quote" for Jane Roe, since 19 November 2026. */
export async function oneDue(setup: Setup = {}): Promise<Crm> {
  const crm = setupCrm(setup);
  await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example", "--phone", "+49 30 901820");
  await crm("followup", "add", "send the quote", "--for", "jane", "--due", "2026-11-19", "--kind", "call");
  return crm;
}

/** The reminders that are marked as sent. */
export function sentOf(crm: Crm): { channel: string; itemKey: string; timesSent: number }[] {
  return crm.db.all(
    "SELECT channel, item_key AS itemKey, times_sent AS timesSent FROM reminder WHERE sent_at IS NOT NULL ORDER BY 1, 2",
  );
}

/** A program of the test's own: a script of sh. */
export function program(folder: string, name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, "#!/bin/sh\n" + script + "\n");
  chmodSync(file, 0o755);
  return file;
}
