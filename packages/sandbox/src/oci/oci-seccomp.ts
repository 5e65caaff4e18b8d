import systemCalls from '../linux/allowed-system-calls.json';
import { argumentLists, cloneNamespaces } from '../linux/seccomp';
import type { Runtime } from './runtimes';

interface Argument {
  index: number;
  value: number;
  valueTwo: number;
  op: 'SCMP_CMP_EQ' | 'SCMP_CMP_MASKED_EQ';
}

/** The allow-list of `linux/seccomp.ts` in the format of OCI runtimes, with the same calls and arguments. */
export function ociSeccomp(refusal: Runtime['refusal'], { gpu }: { gpu: boolean }): unknown {
  const { AF_UNIX, prctlOptions, fcntlCommands, gpuRequests, ioctlRequests } = argumentLists;
  const when = (index: number, op: Argument['op'], value: number, valueTwo = 0): Argument => ({ index, value, valueTwo, op });
  const allowed = (name: string, ...args: Argument[]) => ({
    names: [name],
    action: 'SCMP_ACT_ALLOW',
    ...(args.length > 0 ? { args } : {}),
  });
  const ruled = new Set(['clone', 'clone3', 'socket', 'socketpair', 'ioctl', 'fcntl', 'prctl']);
  return {
    ...refusal,
    architectures: [process.arch === 'arm64' ? 'SCMP_ARCH_AARCH64' : 'SCMP_ARCH_X86_64'],
    syscalls: [
      { names: Object.keys(systemCalls).filter((name) => !ruled.has(name)), action: 'SCMP_ACT_ALLOW' },
      allowed('clone', when(0, 'SCMP_CMP_MASKED_EQ', cloneNamespaces)),
      ...prctlOptions.map((option) => allowed('prctl', when(0, 'SCMP_CMP_EQ', option))),
      ...['socket', 'socketpair'].map((name) => allowed(name, when(0, 'SCMP_CMP_EQ', AF_UNIX))),
      ...ioctlRequests.map((request) => allowed('ioctl', when(1, 'SCMP_CMP_EQ', request))),
      ...(gpu ? gpuRequests : []).map(({ mask, value }) => allowed('ioctl', when(1, 'SCMP_CMP_MASKED_EQ', mask, value))),
      ...fcntlCommands.map((command) => allowed('fcntl', when(1, 'SCMP_CMP_EQ', command))),
    ],
  };
}
