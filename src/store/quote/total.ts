import { divideRounded } from "../../values/exact.ts";

/** A line of a quote. Quantities in thousandths, prices in minor units, rates in hundredths of a percent. */
export interface QuoteLine {
  /** null: what is sold is no product. */
  readonly productId: number | null;
  readonly title: string;
  readonly sku: string | null;
  readonly unit: string | null;
  readonly quantityMilli: number;
  /** Of one, without tax; below zero for what is taken off. */
  readonly unitMinor: number;
  readonly discountBp: number;
  readonly taxBp: number;
  /** Why price or discount are not the usual ones; null: they are. */
  readonly reason: string | null;
}

/** What is taxed at one rate. */
interface TaxGroup {
  readonly taxBp: number;
  /** The sum of the lines at this rate, less the quote's discount. */
  readonly baseMinor: number;
  readonly taxMinor: number;
}

export interface QuoteTotals {
  /** Of each line, less its own discount, without tax. */
  readonly lineMinors: readonly number[];
  readonly linesMinor: number;
  /** What the quote's own discount takes off, over all rates. */
  readonly discountMinor: number;
  readonly netMinor: number;
  readonly taxes: readonly TaxGroup[];
  readonly taxMinor: number;
  readonly totalMinor: number;
}

const all = 10_000;

/**
 * The totals of a quote, exact in minor units, as European invoices have them (EN 16931: BR-CO-10 to BR-CO-17): each
 * line is rounded to a minor unit; the quote's discount is taken off the sum of the lines of each tax rate and rounded
 * there; tax is worked out once a rate, on that sum, and rounded. Everything is rounded half away from zero. So the net
 * amount is the sum of what the lines show, and no rounding of tax adds up line by line.
 */
export function quoteTotals(lines: readonly QuoteLine[], discountBp: number): QuoteTotals {
  const lineMinors = lines.map(lineMinor);
  const rates = [...new Set(lines.map(({ taxBp }) => taxBp))].sort((a, b) => b - a);
  const groups = rates.map((taxBp) => {
    const sum = total(lineMinors.filter((_, at) => lines[at]?.taxBp === taxBp));
    const off = shareOf(sum, discountBp);
    const baseMinor = sum - off;
    return { off, taxBp, baseMinor, taxMinor: shareOf(baseMinor, taxBp) };
  });
  const linesMinor = total(lineMinors);
  const discountMinor = total(groups.map(({ off }) => off));
  const taxMinor = total(groups.map((group) => group.taxMinor));
  const netMinor = linesMinor - discountMinor;
  return {
    ...{ lineMinors, linesMinor, discountMinor, netMinor, taxMinor, totalMinor: netMinor + taxMinor },
    taxes: groups.map(({ off: _, ...group }) => group),
  };
}

/** Quantity times price less the line's discount, rounded once, half away from zero. */
export function lineMinor({ quantityMilli, unitMinor, discountBp }: QuoteLine): number {
  const exact = BigInt(quantityMilli) * BigInt(unitMinor) * BigInt(all - discountBp);
  return divideRounded(exact, 1000n * BigInt(all));
}

/** A rate of an amount, in minor units, rounded half away from zero. */
function shareOf(minor: number, bp: number): number {
  return divideRounded(BigInt(minor) * BigInt(bp), BigInt(all));
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
