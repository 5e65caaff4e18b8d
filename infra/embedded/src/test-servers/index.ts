export { freePort } from '../ports';
export { cephMissing, startCeph } from './ceph';
export type { RunningCeph, S3Keys } from './ceph';
export { redisMissing, startRedis } from './redis';
export type { RunningRedis } from './redis';
