export { freePort } from '../ports';
export { cephMissing, startCeph } from './ceph';
export type { RunningCeph } from './ceph';
export { redisMissing, startRedis } from './redis';
