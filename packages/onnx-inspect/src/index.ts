export { bindToContract } from './bind';
export { faultOf } from './fault';
export { inspectOnnx } from './inspect';
export { inspectFor, type SubmissionContract } from './inspect-for';
export { defaultLimits, type InspectLimits } from './limits';
export { newestIrVersion, newestOpset } from './operators';
export type { InputShapes } from './sample-cost';
