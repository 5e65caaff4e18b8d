import { predictedClasses, type ClassProbabilities } from './class-probabilities';

/** How many events of each class (row) were predicted to be of each class (column): row-major [classes, classes]. */
export function confusionMatrix(sample: ClassProbabilities): Uint32Array {
  const classes = sample.names.length;
  const matrix = new Uint32Array(classes * classes);
  predictedClasses(sample).forEach((predicted, event) => matrix[sample.labels[event]! * classes + predicted]!++);
  return matrix;
}
