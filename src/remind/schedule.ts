import { UserError } from "../errors.ts";
import { parsePositiveSpan } from "../values/span.ts";

/** When a line of cron runs: minute, hour, days of the week in cron's words, and the same for systemd. */
export interface Schedule {
  readonly cron: readonly string[];
  readonly systemd: readonly string[];
  readonly words: string;
}

export interface ScheduleOptions {
  readonly every: string | undefined;
  /** HH:MM, several. */
  readonly at: readonly string[];
  readonly weekdays: boolean;
}

/** Every so many minutes or hours that divide an hour or a day, or at times of the day; else every 15 minutes. */
export function scheduleOf({ every, at, weekdays }: ScheduleOptions): Schedule {
  if (every !== undefined && at.length > 0)
    throw new UserError("usage", "--every and --at do not go together", "leave one of them out");
  const [cronDays, systemdDays] = weekdays ? ["1-5", "Mon..Fri "] : ["*", ""];
  const times = at.length > 0 ? at.map(clockTime) : [steps(every ?? "15 minutes")];
  return {
    cron: times.map(([hour, minute]) => [minute, hour, "*", "*", cronDays].join(" ")),
    systemd: times.map(
      ([hour, minute]) => systemdDays + "*-*-* " + systemdPart(hour) + ":" + systemdPart(minute) + ":00",
    ),
    words:
      (at.length > 0 ? "at " + at.join(" and ") : "every " + (every ?? "15 minutes")) +
      (weekdays ? ", Monday to Friday" : ""),
  };
}

function clockTime(text: string): readonly [hour: string, minute: string] {
  const [, hour = "", minute = ""] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  if (hour !== "" && Number(hour) < 24 && Number(minute) < 60)
    return [String(Number(hour)), String(Number(minute))];
  throw new UserError("usage", '--at: "' + text + '" is no time of day', "write one such as 07:30");
}

/** cron counts from the full hour and from midnight: 7 minutes would come after 56 already after 4. */
function steps(text: string): readonly [hour: string, minute: string] {
  const { count, unit } = parsePositiveSpan("--every", text, ["minute", "hour", "day"]);
  const [whole, what] = unit === "minute" ? [60, "an hour"] : unit === "hour" ? [24, "a day"] : [1, "a day"];
  if (whole % count !== 0) {
    const fits = Array.from({ length: whole }, (_, i) => i + 1).filter((n) => whole % n === 0);
    throw new UserError(
      "usage",
      '--every: "' + text + '" does not divide ' + what,
      "cron can do " + fits.join(", ") + " " + unit + "s; for days use --at 07:30",
    );
  }
  if (unit === "day" || (unit === "hour" && count === 24)) return ["7", "30"];
  if (unit === "minute") return ["*", count === 1 ? "*" : count === 60 ? "0" : "*/" + count];
  return [count === 1 ? "*" : "*/" + count, "0"];
}

function systemdPart(part: string): string {
  if (part.startsWith("*/")) return "0/" + part.slice(2);
  return part === "*" ? part : part.padStart(2, "0");
}
