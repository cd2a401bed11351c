import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { currencyOf } from "../../values/currency.ts";
import { type Money, parseMoney } from "../../values/money.ts";

interface AmountOption {
  /** As it is typed, such as --amount: messages name it. */
  readonly option: string;
  readonly text: string;
  /** The currency meant when the text names none. */
  readonly own: string;
  /** What --currency says; the text may then name no other. */
  readonly currency?: string | undefined;
}

/** An amount as a person types it. */
export function amountOption({ option, text, own, currency }: AmountOption): Money {
  const meant = currency === undefined ? own : currencyOption(currency, own);
  const money = naming(option, () => parseMoney(text, { currency: meant }));
  if (currency === undefined || money.currency === meant) return money;
  throw new UserError("usage", option + ': "' + text + '" is not in ' + meant, "--currency says " + meant);
}

/** The ISO code that --currency means. */
export function currencyOption(text: string, own: string): string {
  return naming("--currency", () => currencyOf(text.trim(), own));
}

/** A day that has been: a purchase or a closed deal is not of the future. */
export function pastDay(app: App, option: string, text: string): string {
  const { date } = naming(option, () => app.when(text));
  if (date <= app.today()) return date;
  throw new UserError(
    "usage",
    option + ': "' + text + '" is ' + date + ", which is still to come",
    'write a day up to today, such as 2026-01-31, yesterday or "last fri"',
  );
}

/** Runs what may throw a UserError, and puts the option's name before its message. */
export function naming<T>(option: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.kind, option + ": " + error.message, error.hint);
  }
}
