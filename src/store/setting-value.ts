import { UserError, unknownWord } from "../errors.ts";
import { parseBusinessHours } from "../values/business-hours.ts";
import { countryCode } from "../values/country.ts";
import { isCurrency } from "../values/currency.ts";
import { isZone } from "../values/date.ts";
import { parseEmail, parseEmails } from "../values/email.ts";
import { parseWebAddress } from "../values/web-address.ts";
import type { SettingKey } from "./setting.ts";

/**
 * A setting's value in the form in which it is kept; throws when it cannot be right. `name` is what an error calls it:
 * the variable or file that it is from.
 */
export function checkSetting(key: SettingKey, text: string, name: string = key): string {
  const value = text.trim();
  // \p{Cc} says the same, but takes half a millisecond to look up.
  if (/[\x00-\x1f\x7f-\x9f]/.test(value))
    throw new UserError("usage", name + " holds a line break or another control character");
  const wrong = (what: string, hint: string) =>
    new UserError("usage", name + ': "' + value + '" is no ' + what, hint);
  switch (key) {
    case "currency":
      if (!isCurrency(value.toUpperCase())) throw wrong("currency", "write an ISO 4217 code such as EUR");
      return value.toUpperCase();
    case "timezone":
      if (!isZone(value)) throw wrong("time zone", "write one such as Europe/Berlin");
      return value;
    case "country": {
      const code = countryCode(value);
      if (code === undefined) throw wrong("country", "write a code such as DE, or a name");
      return code;
    }
    case "locale":
      if (!isLocale(value)) throw wrong("locale", "write one such as de-DE");
      return value;
    case "reports.people":
      return among(name, value, ["on", "off"]);
    case "ticket.hours":
      parseBusinessHours(value, name);
      return value.toLowerCase();
    case "ticket.reply.low":
    case "ticket.reply.normal":
    case "ticket.reply.high":
    case "ticket.solve.low":
    case "ticket.solve.normal":
    case "ticket.solve.high":
      return hoursOrOff(name, value);
    case "week.start":
      return among(name, value, ["monday", "sunday"]);
    case "smtp.secure":
      return among(name, value, ["none", "starttls", "tls"]);
    case "smtp.port":
      if (!/^\d{1,5}$/.test(value) || Number(value) < 1 || Number(value) > 65535)
        throw wrong("port", "such as 587");
      return value;
    case "smtp.host":
      if (/[\s/@]/.test(value)) throw wrong("host", "write its name, such as mail.acme.example");
      return value;
    case "remind.email.to":
      return parseEmails(value).join(", ");
    case "remind.email.from":
      return parseEmail(value);
    case "remind.webhook.url":
      return parseWebAddress(name, value).href;
    case "remind.ics.file":
    case "remind.webhook.secretFile":
    case "smtp.passwordFile":
    case "smtp.caFile":
    case "passphrase.file":
    case "sqlite":
      if (!/^(\/|~\/)/.test(value))
        throw wrong("path from the root", "cron runs elsewhere: write the whole path");
      return value;
    case "format":
      return among(name, value, ["table", "plain", "csv", "tsv", "json", "ndjson", "md"]);
    case "color":
      return among(name, value, ["auto", "always", "never"]);
    case "hints":
    case "accessible":
      return yesOrNo(name, value);
    default:
      return value;
  }
}

function among(name: string, value: string, allowed: readonly string[]): string {
  if (allowed.includes(value)) return value;
  throw unknownWord("usage", name + ': no "' + value + '"', value, allowed);
}

/** Hours of business; "off" is no target. */
function hoursOrOff(name: string, value: string): string {
  if (value.toLowerCase() === "off") return "off";
  if (/^\d{1,4}(\.\d{1,2})?$/.test(value) && Number(value) > 0) return value;
  throw new UserError("usage", name + ': "' + value + '" is no number of hours', "such as 8 or 0.5, or off");
}

/** Variables are often set to 1 and 0. */
function yesOrNo(name: string, value: string): string {
  const word = value.toLowerCase();
  if (["1", "true", "on"].includes(word)) return "yes";
  if (["0", "false", "off"].includes(word)) return "no";
  return among(name, word, ["yes", "no"]);
}

function isLocale(text: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false;
  }
}
