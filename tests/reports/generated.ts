import type { DropoutParameters, ModelName } from "../../src/reports/dropout-model.ts";
import type { PurchaseStatistics } from "../../src/reports/purchase-statistics.ts";
import type { Spending, SpendParameters } from "../../src/reports/spend-model.ts";
import { draws } from "./shoppers.ts";

/** Numbers of the distributions that the purchase models are made of. */
function random(seed: number) {
  const uniform = draws(seed);
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const exponential = () => -Math.log(uniform());
  /** Of scale 1. Source: Marsaglia & Tsang 2000, "A simple method for generating gamma variables". */
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = normal();
      const cubed = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (cubed > 0 && Math.log(uniform()) < (x * x) / 2 + d - d * cubed + d * Math.log(cubed))
        return d * cubed;
    }
  };
  const beta = (a: number, b: number) => {
    const [one, other] = [gamma(a), gamma(b)];
    return one / (one + other);
  };
  return { uniform, exponential, gamma, beta };
}

export interface Sample {
  readonly model: ModelName;
  readonly parameters: DropoutParameters;
  readonly customers: number;
  /** First purchases lie from so many to half as many days before the end of what is observed. */
  readonly days: number;
  readonly seed: number;
}

/** Customers who buy and leave just as the model says; purchases fall on days. */
export function generated({ model, parameters, customers, days, seed }: Sample): PurchaseStatistics[] {
  const { uniform, exponential, gamma, beta } = random(seed);
  return Array.from({ length: customers }, () => {
    const age = Math.ceil(days * (0.5 + uniform() / 2));
    const rate = gamma(parameters.r) / (parameters.alpha * 7);
    const leaves = beta(parameters.a, parameters.b);
    let [time, repeats, recency] = [0, 0, 0];
    let isThere = model === "bg-nbd" || uniform() >= leaves;
    while (isThere) {
      time += exponential() / rate;
      if (!(time < age)) break;
      repeats++;
      recency = Math.floor(time);
      isThere = uniform() >= leaves;
    }
    return { repeats, recency, age };
  });
}

/** Mean values of repeat purchases as Gamma-Gamma has them. */
export function generatedSpending(
  { p, q, v }: SpendParameters,
  { customers, seed }: Pick<Sample, "customers" | "seed">,
): Spending[] {
  const { uniform, gamma } = random(seed);
  return Array.from({ length: customers }, () => {
    const repeats = 1 + Math.floor(12 * uniform() ** 3);
    return { repeats, mean: (gamma(p * repeats) * v) / (gamma(q) * repeats) };
  });
}
