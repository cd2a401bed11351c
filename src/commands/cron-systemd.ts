import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { findProgram } from "../find-program.ts";
import { type Job, systemdUnits } from "../remind/cron-line.ts";
import { runProgram } from "../remind/program.ts";
import type { Schedule } from "../remind/schedule.ts";
import { removeFile } from "../remove-file.ts";

interface Unit {
  readonly name: string;
  readonly service: string;
  readonly timer: string;
}

/** The unit files of this name in the user's own directory for them. */
function unitOf(app: App, name: string): Unit {
  const folder = join(dirname(app.world.config.dir), "systemd", "user");
  const unit = "crm-" + name;
  return {
    name: unit + ".timer",
    service: join(folder, unit + ".service"),
    timer: join(folder, unit + ".timer"),
  };
}

export async function installUnits(
  app: App,
  { name, print }: { readonly name: string; readonly print?: boolean },
  { job, schedule }: { readonly job: Job; readonly schedule: Schedule },
): Promise<void> {
  const unit = unitOf(app, name);
  const { service, timer } = systemdUnits(schedule.systemd, job, "crm reminders (" + name + ")");
  if (print === true || app.options.dryRun === true) {
    return app.world.out("# " + unit.service + "\n" + service + "\n# " + unit.timer + "\n" + timer);
  }
  mkdirSync(dirname(unit.timer), { recursive: true });
  writeFileSync(unit.service, service, { mode: 0o600 });
  writeFileSync(unit.timer, timer, { mode: 0o600 });
  await systemctl(app, ["daemon-reload"]);
  await systemctl(app, ["enable", "--now", unit.name]);
  app.say(
    "Installed the timer " + unit.name + ", " + schedule.words + " (crm cron remove --systemd takes it away)",
  );
}

export function showUnits(app: App, name: string): void {
  const unit = unitOf(app, name);
  if (existsSync(unit.timer)) {
    app.world.out(readFileSync(unit.service, "utf8") + "\n" + readFileSync(unit.timer, "utf8"));
  } else app.say("Nothing is installed under the name " + name + ".");
}

export async function removeUnits(app: App, name: string): Promise<void> {
  const unit = unitOf(app, name);
  if (!existsSync(unit.timer)) return app.say("Nothing is installed under the name " + name + ".");
  if (app.options.dryRun === true)
    return app.say("Removed the timer " + unit.name + " (dry run: it is still there)");
  await systemctl(app, ["disable", "--now", unit.name]);
  removeFile(unit.timer);
  removeFile(unit.service);
  await systemctl(app, ["daemon-reload"]);
  app.say("Removed the timer " + unit.name);
}

/** It finds the user's session by variables of its own, so it gets the whole environment. */
async function systemctl(app: App, words: readonly string[]): Promise<void> {
  const command = "systemctl --user " + words.join(" ");
  const program = findProgram("systemctl", app.world.env);
  if (program === undefined) return app.say("note: run this where systemd is: " + command);
  const { code, err } = await runProgram([program, "--user", ...words], {
    env: app.world.env,
    input: "",
    timeoutMs: 20_000,
  });
  if (code !== 0)
    throw new UserError(
      "refused",
      command + " failed: " + (err.trim().split("\n")[0] ?? ""),
      "the unit files are in place",
    );
}
