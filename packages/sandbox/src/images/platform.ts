const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };

/** This machine's architecture, as images name it. */
export const architectureName = (): string => architectures[process.arch] ?? process.arch;
