/**
 * The operators that ONNX Runtime 1.30 runs on a CPU, by the first opset for which it has a kernel: asked of the
 * library itself (a one-operator model for each name and opset; `operators.test.ts` asks again) and of its list of
 * kernels. For operators that ONNX changed in opset 6 or 7 it has dropped the older ones.
 */
export const newestOpset = { '': 26, 'ai.onnx.ml': 5, 'com.microsoft': 1 } as const;
export const newestIrVersion = 13;

type Table = ReadonlyMap<string, number>;

const table = (byOpset: Record<number, string>): Table =>
  new Map(Object.entries(byOpset).flatMap(([opset, names]) => names.split(/\s+/).map((name): [string, number] => [name, Number(opset)])));

const aiOnnx = table({
  1: `ArgMax ArgMin Constant Conv ConvTranspose DepthToSpace Flatten Gather GlobalAveragePool GlobalMaxPool Hardmax Identity If LRN
      LayerNormalization LogSoftmax Loop LpNormalization MatMul MaxPool MaxRoiPool MeanVarianceNormalization Not RandomNormal
      RandomNormalLike RandomUniform RandomUniformLike ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin
      ReduceProd ReduceSum ReduceSumSquare Shape SimplifiedLayerNormalization Size Slice Softmax Softplus Softsign SpaceToDepth Squeeze
      ThresholdedRelu TopK Transpose Unsqueeze`,
  2: 'GlobalLpPool LpPool Pad Split',
  4: 'Concat',
  5: 'Reshape',
  6: `Abs Cast Ceil Clip Elu Exp Floor HardSigmoid InstanceNormalization LeakyRelu Log Max Mean Min Neg Reciprocal Relu Selu Sigmoid
      Sqrt Sum Tanh Tile`,
  7: `Acos Add And Asin Atan AveragePool BatchNormalization Cos Div Dropout Equal GRU Gemm Greater LSTM Less Mul Multinomial Or PRelu
      Pow RNN Sin Sub Tan Upsample Xor`,
  8: 'Expand Scan',
  9: `Acosh Asinh Atanh Compress ConstantOfShape Cosh Erf EyeLike IsNaN MaxUnpool NonZero OneHot Scatter Shrink Sign Sinh
      TfIdfVectorizer Where`,
  10: `ConvInteger DequantizeLinear IsInf MatMulInteger Mod NonMaxSuppression QLinearConv QLinearMatMul QuantizeLinear Resize
      ReverseSequence RoiAlign StringNormalizer`,
  11: `BitShift ConcatFromSequence CumSum Det DynamicQuantizeLinear GatherElements GatherND Range Round ScatterElements ScatterND
      SequenceAt SequenceConstruct SequenceEmpty SequenceErase SequenceInsert SequenceLength SplitToSequence Unique`,
  12: 'Celu Einsum GreaterOrEqual LessOrEqual NegativeLogLikelihoodLoss SoftmaxCrossEntropyLoss',
  14: 'HardSwish Trilu',
  15: 'Bernoulli CastLike Optional OptionalGetElement OptionalHasElement',
  16: 'GridSample',
  17: 'BlackmanWindow DFT HammingWindow HannWindow MelWeightMatrix STFT SequenceMap',
  18: 'BitwiseAnd BitwiseNot BitwiseOr BitwiseXor CenterCropPad Col2Im GroupNormalization Mish',
  19: 'DeformConv',
  20: 'AffineGrid Gelu ImageDecoder RegexFullMatch StringConcat StringSplit',
  23: 'Attention RMSNormalization RotaryEmbedding',
  24: 'Swish TensorScatter',
  26: 'BitCast CumProd',
});

const aiOnnxMl = table({
  1: `ArrayFeatureExtractor Binarizer CastMap CategoryMapper DictVectorizer FeatureVectorizer Imputer LabelEncoder LinearClassifier
      LinearRegressor Normalizer OneHotEncoder SVMClassifier SVMRegressor Scaler TreeEnsembleClassifier TreeEnsembleRegressor ZipMap`,
  5: 'TreeEnsemble',
});

/** Not ONNX, but bundled with ONNX Runtime and made by its own optimiser and quantiser: accepted, with a warning. */
const comMicrosoft = table({
  1: `Attention AttnLSTM BeamSearch BiasGelu BifurcationDetector CDist ConvTransposeWithDynamicPads CropAndResize
      DecoderMaskedMultiHeadAttention DequantizeLinear DynamicQuantizeLSTM DynamicQuantizeMatMul DynamicTimeWarping
      EmbedLayerNormalization ExpandDims FastGelu FusedConv FusedGemm FusedMatMul GatherBlockQuantized GatherND Gelu GreedySearch
      GridSample GroupQueryAttention Inverse MatMulBnb4 MatMulFpQ4 MatMulInteger16 MatMulIntegerToFloat MatMulNBits MaxpoolWithMask
      MoE MultiHeadAttention MurmurHash3 NGramRepeatBlock NhwcMaxPool Pad QAttention QEmbedLayerNormalization QGemm QLinearAdd
      QLinearAveragePool QLinearConcat QLinearConv QLinearGlobalAveragePool QLinearLeakyRelu QLinearMul QLinearSigmoid
      QLinearSoftmax QLinearWhere QMoE QuantizeLinear QuickGelu Range RotaryEmbedding SampleOp Sampling SkipLayerNormalization
      SkipSimplifiedLayerNormalization SparseAttention SparseToDenseMatMul Tokenizer TransposeMatMul Trilu Unique UnfoldTensor
      WhisperBeamSearch WordConvEmbedding`,
});

const tables: ReadonlyMap<string, Table> = new Map([
  ['', aiOnnx],
  ['ai.onnx.ml', aiOnnxMl],
  ['com.microsoft', comMicrosoft],
]);

/** The opset from which an operator is deprecated, and what ONNX puts in its place. */
const replaced: ReadonlyMap<string, { from: number; by: string }> = new Map([
  ['Upsample', { from: 10, by: 'Resize' }],
  ['Scatter', { from: 11, by: 'ScatterElements' }],
  ['TreeEnsembleClassifier', { from: 5, by: 'TreeEnsemble' }],
  ['TreeEnsembleRegressor', { from: 5, by: 'TreeEnsemble' }],
]);

export type OperatorStatus =
  | { is: 'runnable' }
  | { is: 'unknown-domain' }
  | { is: 'unknown-operator'; known: readonly string[] }
  | { is: 'too-old'; from: number }
  | { is: 'deprecated'; from: number; by: string };

/** Whether ONNX Runtime can run operator `name` of `domain` in a model that imports `opset` of that domain. */
export function operatorStatus(domain: string, name: string, opset: number): OperatorStatus {
  const known = tables.get(domain);
  if (!known) return { is: 'unknown-domain' };
  const from = known.get(name);
  if (from === undefined) return { is: 'unknown-operator', known: [...known.keys()] };
  if (opset < from) return { is: 'too-old', from };
  const replacement = replaced.get(name);
  if (replacement && opset >= replacement.from) return { is: 'deprecated', ...replacement };
  return { is: 'runnable' };
}

/** For tests: every operator that is said to run. */
export function knownOperators(): { domain: string; name: string; from: number }[] {
  return [...tables].flatMap(([domain, operators]) => [...operators].map(([name, from]) => ({ domain, name, from })));
}
