import { daysPerUnit, type PurchaseStatistics } from "./purchase-statistics.ts";

export const modelNames = ["mbg-nbd", "bg-nbd"] as const;
export type ModelName = (typeof modelNames)[number];

/**
 * Purchases at a rate that is gamma distributed over customers (shape r, rate alpha in weeks), and after each purchase
 * (MBG/NBD: after the first one too) the customer leaves for good with a probability that is beta distributed (a, b).
 */
export interface DropoutParameters {
  readonly r: number;
  /** In weeks. */
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

const week = daysPerUnit.weeks;

/** How often a customer with so many repeat purchases has stayed when it could have left. */
export function staysOf(model: ModelName, repeats: number): number {
  return model === "mbg-nbd" ? repeats + 1 : repeats;
}

/**
 * The probability that the customer has not left: 1 / (1 + odds of having left), where
 * odds = a/(b+j-1) * ((alpha+T)/(alpha+t_x))^(r+x), j = x+1 (MBG/NBD) or x (BG/NBD, whose one-time buyers never left).
 * Source: Hoppe & Wagner 2007, Marketing JRM 3:75, (9); Fader, Hardie & Lee 2005, Marketing Science 24:275.
 */
export function pAlive(
  model: ModelName,
  parameters: DropoutParameters,
  customer: PurchaseStatistics,
): number {
  const { r, alpha, a, b } = parameters;
  const j = staysOf(model, customer.repeats);
  if (j === 0) return 1;
  const logRatio = Math.log((alpha + customer.age / week) / (alpha + customer.recency / week));
  return 1 / (1 + Math.exp(Math.log(a / (b + j - 1)) + (r + customer.repeats) * logRatio));
}
