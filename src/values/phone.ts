import type * as Library from "libphonenumber-js/min";
import { type CallingPlan, dials00, planOf } from "./calling-codes.ts";
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
  const found =
    phones.parsePhoneNumberFromString(cell, home) ??
    (cell.startsWith("00") ? phones.parsePhoneNumberFromString(`+${cell.slice(2)}`) : undefined);
  if (found === undefined || !found.isPossible()) return noPhone;
  return { e164: found.number, country: found.country ?? null, extension: found.ext ?? null };
}

/** What needs no library: clean international numbers, and cells that hold no number; undefined: it is needed. */
export function quickPhone(text: string, country?: string): Phone | undefined {
  const cell = unguarded(text);
  if (/^\+[\d .()-]+$/.test(cell)) return international(phoneKey(cell));
  const digits = /^00[\d .()-]+$/.test(cell) ? phoneKey(cell).slice(2) : undefined;
  if (digits !== undefined && from00(country)) return international(digits);
  const hopeless = cell.length > 60 || !/\d/.test(cell);
  return hopeless || (country === undefined && !/^00|\+/.test(cell)) ? noPhone : undefined;
}

function from00(country: string | undefined): boolean {
  const code = country === undefined ? undefined : countryCode(country);
  return code === undefined || dials00(code);
}

function international(digits: string): Phone | undefined {
  const plan = planOf(digits);
  if (plan === undefined || digits.length < 8 || digits.length > 15) return undefined;
  return isPlain(plan, digits.slice(plan.code.length))
    ? { e164: `+${digits}`, country: plan.country, extension: null }
    : undefined;
}

/** A possible length, and no trunk prefix that the library would take away. */
function isPlain(plan: CallingPlan, national: string): boolean {
  if (!plan.lengths.has(national.length)) return false;
  return plan.trunks.every((trunk) => trunk !== "*" && !national.startsWith(trunk));
}

/** Without blanks around it and without the apostrophe by which spreadsheets keep "+49" as text. */
function unguarded(text: string): string {
  return text
    .trim()
    .replace(/^'(?=[+\d])/, "")
    .replace(/\s/g, " ");
}
