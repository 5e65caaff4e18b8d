/**
 * Weights under which the classes count equally: those of each class are divided by their sum. What is measured with them does not depend
 * on the mix of classes, which differs between the parts of a split and between challenges; where the classes are equally large it is
 * what unit weights give. The accuracy becomes the mean of the classes' recalls, the balanced accuracy of Brodersen et al. (ICPR 2010)
 * and of scikit-learn.
 *
 * @param classOf the class of each event or position, below `classes`
 * @returns a function of the weights, at least 0, in the order of `classOf`. Its result is overwritten by the next call; a class without
 *   weight counts nothing
 */
export function equalClasses(classOf: Uint8Array, classes: number): (weights: Uint8Array) => Float64Array {
  const balanced = new Float64Array(classOf.length);
  return (weights) => {
    const sums = new Float64Array(classes);
    for (let j = 0; j < classOf.length; j++) sums[classOf[j]!]! += weights[j]!;
    for (let j = 0; j < classOf.length; j++) balanced[j] = weights[j] === 0 ? 0 : weights[j]! / sums[classOf[j]!]!;
    return balanced;
  };
}
