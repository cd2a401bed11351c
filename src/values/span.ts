import { UserError } from "../errors.ts";
import { readPeriod } from "./period.ts";

export type SpanUnit = "minute" | "hour" | "day" | "week" | "month" | "year";

/** A length of time as people say it: 90 minutes, 2 weeks. */
export interface Span {
  readonly count: number;
  readonly unit: SpanUnit;
}

const clockUnits: Readonly<Record<string, SpanUnit>> = {
  m: "minute",
  min: "minute",
  minute: "minute",
  h: "hour",
  hr: "hour",
  hour: "hour",
};

/** Reads "90 min", "2h", "1 day" or "week", only in the units allowed; an error names the option. Zero is a length. */
export function parseSpan(option: string, text: string, allowed: readonly SpanUnit[]): Span {
  const span = clockSpan(text) ?? readPeriod(text);
  if (span !== undefined && allowed.includes(span.unit)) return span;
  throw new UserError(
    "usage",
    option + ': "' + text + '" is no length of time',
    "write a number of " +
      allowed.map((unit) => unit + "s").join(" or ") +
      ', such as "2 ' +
      allowed[0] +
      's"',
  );
}

function clockSpan(text: string): Span | undefined {
  const [, count = "1", word = ""] =
    /^(?:(\d{1,5}|an?) ?)??([a-z]+?)s?$/.exec(text.trim().toLowerCase()) ?? [];
  const unit = clockUnits[word];
  return unit === undefined ? undefined : { count: count.startsWith("a") ? 1 : Number(count), unit };
}

/** The same, and more than nothing. */
export function parsePositiveSpan(option: string, text: string, allowed: readonly SpanUnit[]): Span {
  const span = parseSpan(option, text, allowed);
  if (span.count > 0) return span;
  throw new UserError(
    "usage",
    option + ': "' + text + '" is no time at all',
    "write 1 " + span.unit + " or more",
  );
}

/** "1 day", "2 weeks": how a length of time or a period is stored and shown. */
export function spanText({ count, unit }: Span): string {
  return count + " " + unit + (count === 1 ? "" : "s");
}
