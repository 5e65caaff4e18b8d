/** What a participant may try beyond honest work, played through the code that scores and shows submissions. */
export interface Attack {
  name: string;
  /** What it would gain from. */
  against: 'private split' | 'development board' | 'blinded phase' | 'data set';
  /** The largest gain that is put up with; null where the gain is only reported. */
  limitSigma: number | null;
  /** Part of the short form, which the test suite plays. */
  inShort: boolean;
  run: (size: Size) => Promise<Outcome>;
}

/** short: small samples and few queries, for the test suite. full: the sizes of the challenges. */
export type Size = 'short' | 'full';

interface Outcome {
  /** How many submissions were looked at, over all accounts. */
  queries: number;
  accounts: number;
  /** How far the attack gets beyond an honest participant, in standard deviations of the honest result. */
  gainSigma: number;
  /** The same against a build without the defence, where the attack has to win. */
  controlSigma: number;
}

export interface AttackRow {
  attack: string;
  against: Attack['against'];
  queries: number;
  accounts: number;
  gain_sigma: number;
  limit_sigma: number | null;
  control_sigma: number;
  ok: boolean;
}

/** A control has to get beyond the limit, and in any case beyond this, or it shows nothing. */
const winningSigma = 1;

export async function play({ name, against, limitSigma, run }: Attack, size: Size): Promise<AttackRow> {
  const { queries, accounts, gainSigma, controlSigma } = await run(size);
  const held = limitSigma === null || gainSigma <= limitSigma;
  return {
    attack: name,
    against,
    queries,
    accounts,
    gain_sigma: rounded(gainSigma),
    limit_sigma: limitSigma,
    control_sigma: rounded(controlSigma),
    ok: held && controlSigma > Math.max(limitSigma ?? winningSigma, winningSigma),
  };
}

/** More says nothing, and JSON has no infinity. */
const mostSigma = 99;
const rounded = (sigma: number): number => Math.round(Math.min(mostSigma, sigma) * 100) / 100;
