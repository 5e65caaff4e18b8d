import type { SandboxProvider, SandboxResult, SandboxSpec } from '../port';
import { ProtocolError } from './frame-reader';
import { protocolViolation } from './harness-faults';

/** Runs a harness. What it writes against the protocol is told as a fault. */
export async function runInSandbox(provider: SandboxProvider, spec: SandboxSpec): Promise<SandboxResult> {
  try {
    return await provider.run(spec);
  } catch (error) {
    throw error instanceof ProtocolError ? protocolViolation(error) : error;
  }
}
