import type * as Library from "libphonenumber-js/min";
import { type CallingPlan, planOf, planOfCountry } from "./calling-codes.ts";
import { countryCode } from "./country.ts";

/** libphonenumber-js/min, loaded. */
export type Phones = Pick<typeof Library, "parsePhoneNumberFromString" | "isSupportedCountry">;

export interface Phone {
  /** null: no possible number, or a national one whose country is not known. */
  readonly e164: string | null;
  /** ISO code; null: not known, or not told by the calling code alone (+1, +7). */
  readonly country: string | null;
  /** Digits to dial once connected; null: none written. */
  readonly extension: string | null;
}

const noPhone: Phone = { e164: null, country: null, extension: null };

/** The digits of a number in any notation: what "find by phone" compares. */
export function phoneKey(text: string): string {
  return text.replace(/\D+/g, "");
}

/** Costs about 6 ms in the bundle: only where `quickPhone` does not settle a number. */
export async function loadPhones(): Promise<Phones> {
  return await import("libphonenumber-js/min");
}

/** One number; the library is loaded only if it is needed. For many: `loadPhones` once, then `toE164`. */
export async function readPhone(text: string, country?: string): Promise<Phone> {
  return quickPhone(text, country) ?? toE164(text, country, await loadPhones());
}

/**
 * The number in E.164. `country` (ISO code or name) is where a national number belongs; without it such a number
 * has no E.164. A number is taken when its length is possible, whether or not it is in use.
 */
export function toE164(text: string, country: string | undefined, phones: Phones): Phone {
  const quick = quickPhone(text, country);
  if (quick !== undefined) return quick;
  const code = country === undefined ? undefined : countryCode(country);
  const home = code !== undefined && phones.isSupportedCountry(code) ? code : undefined;
  const cell = unguarded(text);
  for (const form of cell.startsWith("00") ? [cell, `+${cell.slice(2)}`] : [cell]) {
    const found = phones.parsePhoneNumberFromString(form, home);
    if (found?.isPossible()) {
      return { e164: found.number, country: found.country ?? null, extension: found.ext ?? null };
    }
  }
  return noPhone;
}

/** What needs no library: plain numbers, and cells that hold no number; undefined: it is needed. */
export function quickPhone(text: string, country?: string): Phone | undefined {
  const cell = unguarded(text);
  if (cell.length > 60 || !/\d/.test(cell)) return noPhone;
  const code = country === undefined ? undefined : countryCode(country);
  const home = code === undefined ? undefined : planOfCountry(code);
  const isPlain = /^\+?[\d .()-]+(?:\/[\d .()-]+)?$/.test(cell);
  const digits = phoneKey(cell);
  if (cell.startsWith("+")) return isPlain ? international(digits) : undefined;
  if (digits.startsWith("00")) {
    return isPlain && (code === undefined || home?.dials00) ? international(digits.slice(2)) : undefined;
  }
  if (code === undefined) return cell.includes("+") ? undefined : noPhone;
  return isPlain && home !== undefined ? national(home, digits) : undefined;
}

function international(digits: string): Phone | undefined {
  const plan = planOf(digits);
  return plan === undefined ? undefined : inPlan(plan, digits.slice(plan.code.length));
}

/** The library takes a number that begins with the country's own calling code (or +1's 011) as international. */
function national(plan: CallingPlan, digits: string): Phone | undefined {
  const { code, dropped } = plan;
  if (dropped === undefined || digits.startsWith(code) || (dropped === "1" && digits[0] === "0"))
    return undefined;
  return inPlan(plan, digits.startsWith(dropped) ? digits.slice(dropped.length) : digits);
}

/** Only a number of a possible length, and without a trunk prefix that the library would look at. */
function inPlan(plan: CallingPlan, number: string): Phone | undefined {
  const e164 = `+${plan.code}${number}`;
  if (!plan.lengths.has(number.length) || e164.length < 9 || e164.length > 16) return undefined;
  if (plan.trunks.some((trunk) => trunk === "*" || number.startsWith(trunk))) return undefined;
  return { e164, country: plan.country, extension: null };
}

/** Without blanks around it and without the apostrophe by which spreadsheets keep "+49" as text. */
function unguarded(text: string): string {
  return text
    .trim()
    .replace(/^'(?=[+\d])/, "")
    .replace(/\s/g, " ");
}
