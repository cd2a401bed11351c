import { UserError } from "../../errors.ts";

/**
 * A percentage such as "19", "7.7 %" or "7,7" in hundredths of a percent (1900): 0 to 100, at most two decimals.
 * `option` is named in the message.
 */
export function rateOption(option: string, text: string): number {
  const found = /^(\d{1,3})(?:[.,](\d{1,2}))? ?%?$/.exec(text.trim());
  const rate = found === null ? Number.NaN : Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
  if (rate <= 10_000) return rate;
  throw new UserError(
    "usage",
    option + ': "' + text + '" is no rate',
    "write a percentage from 0 to 100, such as 19 or 7.7",
  );
}

/** 1900 as "19 %", 770 as "7.7 %". */
export function rateText(bp: number): string {
  return bp / 100 + " %";
}
