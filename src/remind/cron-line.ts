import { UserError } from "../errors.ts";

/** A command that is to run without a person: variables, then the program and its arguments. */
export interface Job {
  readonly env: readonly (readonly [name: string, value: string])[];
  readonly argv: readonly string[];
}

/** A line of a crontab: the schedule, and the command quoted for sh and for cron, to which % is a line break. */
export function cronLine(schedule: string, { env, argv }: Job): string {
  const command = [...env.map(([name, value]) => name + "=" + shellWord(value)), ...argv.map(shellWord)].join(
    " ",
  );
  return schedule + " " + command.replaceAll("%", "\\%");
}

/**
 * A word for sh. Without backslashes, since implementations of cron differ in what they make of one: a single quote
 * stands between double quotes.
 */
function shellWord(word: string): string {
  if (/[\\\p{Cc}]/u.test(word)) {
    throw new UserError(
      "refused",
      "cron cannot be given " + JSON.stringify(word),
      "use a path without backslashes and line breaks",
    );
  }
  if (/^[\w@+=:,./-]+$/.test(word)) return word;
  return "'" + word.replaceAll("'", "'\"'\"'") + "'";
}

/** The two unit files of a systemd timer. */
export function systemdUnits(times: readonly string[], { env, argv }: Job, about: string) {
  const service = [
    ...["[Unit]", "Description=" + about, "", "[Service]", "Type=oneshot"],
    ...env.map(([name, value]) => "Environment=" + unitWord(name + "=" + value)),
    "ExecStart=" + argv.map(unitWord).join(" "),
  ];
  const timer = [
    ...["[Unit]", "Description=" + about, "", "[Timer]", ...times.map((time) => "OnCalendar=" + time)],
    ...["Persistent=true", "", "[Install]", "WantedBy=timers.target"],
  ];
  return { service: service.join("\n") + "\n", timer: timer.join("\n") + "\n" };
}

/** In a unit file % and $ are doubled, and a backslash begins an escape. */
function unitWord(word: string): string {
  const escaped = word.replace(/[\\"]/g, "\\$&").replaceAll("%", "%%").replaceAll("$", "$$$$");
  return /^[\w@+=:,./-]+$/.test(word) ? escaped : '"' + escaped + '"';
}
