import { ScoringRefusal } from '../../refusal';

/** The true contents of a black box. */
export interface BlackBox {
  readonly hasSignal: boolean;
  /** The quantities that are asked about the signal, each with its publicly announced range. */
  readonly quantities: Readonly<Record<string, Quantity>>;
}

interface Quantity {
  readonly low: number;
  readonly high: number;
  /** The true value; null in a box without signal. */
  readonly value: number | null;
}

export interface BlackBoxAnswer {
  /** p-value of the hypothesis "no new particles": above 0, at most 1. */
  readonly pValue: number;
  /** The participant's own probability of a signal, between 0 and 1; computed from the p-value if absent. */
  readonly signalProbability?: number;
  readonly estimates: Readonly<Record<string, Estimate>>;
}

export interface Estimate {
  readonly value: number;
  /** One standard deviation, above 0. */
  readonly uncertainty: number;
}

export interface EstimateScore {
  /** |answer - truth| / uncertainty. */
  readonly pull: number;
  /** -ln of the normal density at the truth, in the units of the quantity. */
  readonly logLoss: number;
  /** Information gained compared with knowing only the range. */
  readonly bits: number;
}

export interface AnswerScore {
  /** The total score of discovery and estimates; 0 for an answer without information. */
  readonly bits: number;
  readonly signalProbability: number;
  readonly discoveryBits: number;
  /** Null for every estimate in a box without signal, where estimates have no meaning. */
  readonly estimates: Readonly<Record<string, EstimateScore | null>>;
}

/** Weight of the uniform density over the range in every estimate, so that one wrong uncertainty costs at most log2(100) = 6.6 bits. */
const surprise = 0.01;

/**
 * Scores an answer by the logarithm of the probability that it assigned to the truth, in bits above an answer without information.
 *
 * **Discovery:** 1 + log2 q if there is a signal, 1 + log2(1 - q) if there is none, with q the answer's probability of a signal.
 * No information (q = 1/2) scores 0, a certain and correct claim 1, and a confident wrong claim may lose any amount: claiming 5 sigma
 * (p = 2.9e-7) in an empty box costs 15.4 bits, while a true claim gains at most 1.
 *
 * A p-value is not a probability of a signal. Unless the answer states q, the p-value is converted as favourably as possible: from even
 * prior odds to the largest posterior odds against the null hypothesis that it can support, 1 / (-e p ln p) (Sellke, Bayarri and
 * Berger, Am. Stat. 55, 62, 2001; 1 for p >= 1/e).
 *
 * **Estimates:** log2 of the density that "value +- uncertainty" assigns to the truth, divided by the uniform density of the announced
 * range. The assigned density is a normal density with weight 0.99 plus the uniform one with 0.01. Estimates are scored only if there
 * is a signal; a missing one scores 0 bits.
 *
 * The logarithmic score is proper (I. J. Good, 1952; Gneiting and Raftery, JASA 102, 359, 2007): stating one's true belief maximises
 * the expected score. Neither too small uncertainties nor too small p-values pay off, unlike in rules that rank by pull (which large
 * uncertainties reduce) or by the smallest p-value.
 *
 * @throws ScoringRefusal `out-of-range` (p-value or probability; exactly 0 and 1 would be certainty, which no data give),
 *   `value-invalid` (an estimate that is not finite, an uncertainty that is not above 0), `id-unknown` (a quantity that was not
 *   asked for)
 */
export function scoreAnswer(box: BlackBox, answer: BlackBoxAnswer): AnswerScore {
  const { signal, none } = probabilitiesOf(answer);
  const estimates = Object.fromEntries(
    Object.entries(answer.estimates).map(([name, estimate]) => [name, scoreNamed(box, name, estimate)] as const),
  );
  const discoveryBits = 1 + Math.log2(box.hasSignal ? signal : none);
  const bits = Object.values(estimates).reduce((sum, score) => sum + (score?.bits ?? 0), discoveryBits);
  return { bits, signalProbability: signal, discoveryBits, estimates };
}

/** The smallest posterior odds of "no signal" for a p-value, from even prior odds. */
export function nullOdds(pValue: number): number {
  return pValue < Math.exp(-1) ? -Math.E * pValue * Math.log(pValue) : 1;
}

/** Both probabilities, because 1 - q would lose its digits for a strong claim. */
function probabilitiesOf({ pValue, signalProbability: stated }: BlackBoxAnswer): { signal: number; none: number } {
  if (!(pValue > 0 && pValue <= 1)) {
    throw new ScoringRefusal(
      'out-of-range',
      `The p-value is ${pValue}; it must be above 0 (k of N toys give (k + 1) / (N + 1)) and at most 1.`,
      null,
      { fix: 'State a p-value above 0 and at most 1; 1 claims nothing.' },
    );
  }
  const odds = nullOdds(pValue);
  if (stated === undefined) return { signal: 1 / (1 + odds), none: odds / (1 + odds) };
  if (stated > 0 && stated < 1) return { signal: stated, none: 1 - stated };
  throw new ScoringRefusal('out-of-range', `The probability of a signal is ${stated}; it must lie between 0 and 1.`, null, {
    fix: 'State a probability above 0 and below 1.',
  });
}

function scoreNamed(box: BlackBox, name: string, estimate: Estimate): EstimateScore | null {
  const quantity = Object.hasOwn(box.quantities, name) ? box.quantities[name] : undefined;
  if (!quantity) {
    throw new ScoringRefusal(
      'id-unknown',
      `'${name}' is not asked for; known are ${Object.keys(box.quantities).join(', ') || 'none'}.`,
      null,
      {
        fix: 'Answer only what the challenge asks for.',
      },
    );
  }
  checkEstimate(name, estimate);
  return box.hasSignal && quantity.value !== null ? scoreEstimate(estimate, quantity.value, quantity) : null;
}

export function scoreEstimate(
  { value, uncertainty }: Estimate,
  truth: number,
  { low, high }: { low: number; high: number },
): EstimateScore {
  const pull = Math.abs(value - truth) / uncertainty;
  const logLoss = pull ** 2 / 2 + Math.log(uncertainty) + 0.5 * Math.log(2 * Math.PI);
  const gain = Math.exp(-logLoss) * (high - low);
  return { pull, logLoss, bits: Math.log2((1 - surprise) * gain + surprise) };
}

function checkEstimate(name: string, { value, uncertainty }: Estimate): void {
  if (!Number.isFinite(value))
    throw new ScoringRefusal('value-invalid', `The value of '${name}' is ${value}; it must be finite.`, null, {
      fix: `State ${name} as a finite number.`,
    });
  if (uncertainty > 0 && uncertainty < Infinity) return;
  throw new ScoringRefusal('value-invalid', `The uncertainty of '${name}' is ${uncertainty}; it must be finite and above 0.`, null, {
    fix: `State the uncertainty of ${name} as a number above 0.`,
  });
}
