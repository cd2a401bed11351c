import { UserError, unknownWord } from "../errors.ts";
import type { SettingKey } from "../store/setting.ts";
import { countryCode } from "../values/country.ts";
import { isCurrency } from "../values/currency.ts";
import { isZone } from "../values/date.ts";

/** A setting's value in the form in which it is kept; throws when it cannot be right. */
export function checkSetting(key: SettingKey, text: string): string {
  const value = text.trim();
  const wrong = (what: string, hint: string) =>
    new UserError("usage", key + ': "' + value + '" is no ' + what, hint);
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
    case "week.start":
      return among(key, value, ["monday", "sunday"]);
    case "smtp.secure":
      return among(key, value, ["none", "starttls", "tls"]);
    default:
      return value;
  }
}

function among(key: SettingKey, value: string, allowed: readonly string[]): string {
  if (allowed.includes(value)) return value;
  throw unknownWord("usage", key + ': no "' + value + '"', value, allowed);
}

function isLocale(text: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false;
  }
}
