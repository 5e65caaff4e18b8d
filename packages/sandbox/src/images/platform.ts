const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The name of this machine's architecture in images. */
export const architectureName = (): string => architectures[process.arch] ?? process.arch;

/** Names that some builders take from the machine (uname, Debian, LLVM) instead of from the image format. */
const others: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  x64: 'amd64',
  aarch64: 'arm64',
  'arm64/v8': 'arm64',
};

/** The image format's name of an architecture. */
export function canonicalArchitecture(name: string): string {
  const plain = name.toLowerCase();
  return others[plain] ?? plain;
}
