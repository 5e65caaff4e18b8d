import scoring from '../dist/index.js';

/** AUC, rejection at 30 % and 50 %, and calibration error, from one sort. */
export function evaluateTagging(labels, scores) {
  const ranked = scoring.rankScores(labels, scores);
  const roc = scoring.rocCurve(ranked, scoring.cornersOnly(ranked));
  const ones = new Uint8Array(ranked.size).fill(1);
  return [
    scoring.auc(roc),
    ...[0.3, 0.5].map((at) => scoring.backgroundRejection(roc, at).rejection),
    scoring.expectedCalibrationError(scoring.binForCalibration(ranked, 'positive'), ones),
  ];
}
