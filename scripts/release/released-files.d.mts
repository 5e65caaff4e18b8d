export function releasedFiles(files: Record<string, string>, next: { version: string; date: string }): Record<string, string>;
export function notesOf(changelog: string): string;
