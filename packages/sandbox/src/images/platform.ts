const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The name of this machine's architecture in images. */
export const architectureName = (): string => architectures[process.arch] ?? process.arch;
