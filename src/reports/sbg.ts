import { symmetric } from "./cholesky.ts";
import { type Curve, meanLoss, minimise } from "./minimise.ts";

/** One period after the start: how many could leave in it, and how many did. */
export interface Renewal {
  readonly atRisk: number;
  readonly lost: number;
}

export interface SbgModel {
  readonly alpha: number;
  readonly beta: number;
  readonly logLikelihood: number;
}

const bound = 10;

/**
 * The shifted beta-geometric model by maximum likelihood: each leaves at the end of a period with a probability of its
 * own, beta(alpha, beta) over customers, so that those who stay are ever more loyal: the retention from period t-1 to t
 * is (beta+t-1)/(alpha+beta+t-1). Censoring: only those at risk in a period count in it. null without anyone lost.
 * Source: Fader & Hardie 2007, "How to Project Customer Retention", (5)-(8).
 */
export function fitSbg(periods: readonly Renewal[]): SbgModel | null {
  const seen = periods.reduce((sum, { atRisk }) => sum + atRisk, 0);
  if (!periods.some(({ lost }) => lost > 0)) return null;
  const objective = ([logAlpha = 0, logBeta = 0]: readonly number[]) =>
    meanLoss(sbgLikelihood(Math.exp(logAlpha), Math.exp(logBeta), periods), seen);
  const { point, value } = minimise(objective, [0, 0], bound);
  const [alpha = 0, beta = 0] = point;
  return { alpha: Math.exp(alpha), beta: Math.exp(beta), logLikelihood: -value * seen };
}

/** The log-likelihood, with its slopes and second derivatives by the logarithms of alpha and beta. */
function sbgLikelihood(alpha: number, beta: number, periods: readonly Renewal[]): Curve {
  let [value, byAlpha, byBeta] = [0, 0, 0];
  let [byAlphaAlpha, mixed, byBetaBeta] = [0, 0, 0];
  for (const [i, { atRisk, lost }] of periods.entries()) {
    const stayed = atRisk - lost;
    const [loyal, all] = [beta + i, alpha + beta + i];
    const [shareAlpha, shareBeta, own] = [alpha / all, beta / all, beta / loyal];
    value += lost * Math.log(alpha / all) + stayed * Math.log(loyal / all);
    byAlpha += lost - atRisk * shareAlpha;
    byBeta += stayed * own - atRisk * shareBeta;
    byAlphaAlpha -= atRisk * shareAlpha * (1 - shareAlpha);
    mixed += atRisk * shareAlpha * shareBeta;
    byBetaBeta += stayed * own * (1 - own) - atRisk * shareBeta * (1 - shareBeta);
  }
  const hessian = symmetric([[byAlphaAlpha], [mixed, byBetaBeta]]);
  return { value, gradient: [byAlpha, byBeta], hessian };
}

/** The share that is left after so many periods: B(alpha, beta+t) / B(alpha, beta). */
export function sbgSurvival({ alpha, beta }: Pick<SbgModel, "alpha" | "beta">, periods: number): number {
  let left = 1;
  for (let t = 1; t <= periods; t++) left *= (beta + t - 1) / (alpha + beta + t - 1);
  return left;
}
