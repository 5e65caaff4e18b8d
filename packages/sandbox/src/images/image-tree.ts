import { ParticipantFault } from '@unblind/contracts';
import { climbsOut, entryPath } from './entry-path';
import { refusedEntry } from './image-fault';
import { formatLimits, type ImageLimits } from './image-limits';
import type { TarHeader } from './tar-header';

/** The changes on disk for one entry. All paths are relative to the image's root and contain no links. */
export type TreeChange =
  | { kind: 'folder' | 'file'; path: string; removed: string[] }
  | { kind: 'symlink' | 'hardlink'; path: string; removed: string[]; target: string }
  | { kind: 'whiteout'; removed: string[] };

interface Node {
  kind: 'folder' | 'file' | 'symlink';
  /** The last layer that wrote this node. */
  layer: number;
  children: Map<string, Node>;
  /** Target of a symbolic link. */
  target?: string;
}

const opaqueMarker = '.wh..wh..opq';
const whiteoutPrefix = '.wh.';

/**
 * The file system of an image in memory, built up layer by layer. Every entry is checked here before anything is written to disk, so
 * that accepted entries can be unpacked without following any link.
 */
export class ImageTree {
  private readonly root: Node = { kind: 'folder', layer: 0, children: new Map() };
  private layer = 0;
  private visited = 0;
  entries = 0;
  bytes = 0;

  constructor(private readonly limits: ImageLimits) {}

  startLayer(): void {
    this.layer++;
  }

  /** @throws ParticipantFault that names the entry */
  apply({ name, type, size, linkname }: TarHeader): TreeChange {
    const path = entryPath(name);
    this.account(name, size);
    const last = path.at(-1);
    if (last === undefined) {
      if (type !== 'directory') throw refusedEntry(name, 'it would replace the root of the image');
      return { kind: 'folder', path: '', removed: [] };
    }
    // A whiteout makes no folders of its own.
    if (last.startsWith(whiteoutPrefix) && this.isAbsent(path.slice(0, -1))) {
      if (last !== opaqueMarker) hiddenBy(last, name);
      return { kind: 'whiteout', removed: [] };
    }
    const folder = this.folderAt(path.slice(0, -1), name);
    if (last.startsWith(whiteoutPrefix)) return { kind: 'whiteout', removed: this.whiteOut(folder, path, last, name) };
    switch (type) {
      case 'directory':
        return { kind: 'folder', ...this.place(folder, path, 'folder') };
      case 'file':
      case 'contiguous-file':
        return { kind: 'file', ...this.place(folder, path, 'file') };
      case 'symlink':
        checkTarget(name, path, linkname);
        return { kind: 'symlink', target: linkname, ...this.place(folder, path, 'symlink', linkname) };
      case 'link': {
        const target = entryPath(linkname.replace(/^\//, ''), name);
        const there = folder.children.get(last);
        if (this.find(target)?.kind !== 'file') throw refusedEntry(name, 'it is a hard link to what is not a file of this image');
        if (there && (there === this.find(target) || there.kind === 'folder'))
          throw refusedEntry(name, 'it is a hard link in place of what it needs');
        return { kind: 'hardlink', target: target.join('/'), ...this.place(folder, path, 'file') };
      }
      case 'character-device':
      case 'block-device':
        throw refusedEntry(name, 'it is a device', 'Leave it out of the image: the sandbox brings its own /dev.');
      case 'fifo':
        throw refusedEntry(name, 'it is a named pipe');
      case null:
        throw refusedEntry(
          name,
          'it is of a kind that images do not use (a sparse file of GNU tar, for one)',
          'Write the archive without --sparse.',
        );
    }
  }

  /** @throws ParticipantFault if a path over which the sandbox mounts a folder is not a folder */
  checkFolders(names: readonly string[]): void {
    for (const name of names) {
      const found = this.root.children.get(name);
      if (found && found.kind !== 'folder') throw refusedEntry(name, 'the sandbox mounts a folder there, so it must be a folder');
    }
  }

  /** Resolves the links of an absolute path of the image; null if nothing is there. */
  resolve(path: string): string | null {
    let left = path.split('/');
    let at: string[] = [];
    for (let links = 0; left.length > 0;) {
      const [component = '', ...rest] = left;
      left = rest;
      if (component === '' || component === '.') continue;
      if (component === '..') {
        at = at.slice(0, -1);
        continue;
      }
      const node = this.find([...at, component]);
      if (!node) return null;
      if (node.target === undefined) at = [...at, component];
      else if (++links > formatLimits.links) return null;
      else {
        if (node.target.startsWith('/')) at = [];
        left = [...node.target.split('/'), ...left];
      }
    }
    return `/${at.join('/')}`;
  }

  private account(name: string, size: number): void {
    this.entries++;
    this.bytes += Math.ceil(size / formatLimits.block) * formatLimits.block;
    if (this.entries > this.limits.entries) throw tooLarge('files, folders and links', this.limits.entries, '', name);
    if (this.bytes > this.limits.unpackedBytes) throw tooLarge('bytes once unpacked', this.limits.unpackedBytes, 'bytes', name);
  }

  /** The folder at a path; missing parent folders are created. */
  private folderAt(path: readonly string[], name: string): Node {
    let at = this.root;
    for (const component of path) {
      const next = at.children.get(component) ?? this.make(at, component, 'folder', name);
      if (next.kind === 'symlink')
        throw refusedEntry(name, 'it lies behind a symbolic link', 'Write to the folder that the link leads to.');
      if (next.kind === 'file') throw refusedEntry(name, 'it lies inside what is a file');
      at = next;
    }
    return at;
  }

  private isAbsent(path: readonly string[]): boolean {
    let at = this.root;
    for (const component of path) {
      const next = at.children.get(component);
      if (!next) return true;
      if (next.kind !== 'folder') return false;
      at = next;
    }
    return false;
  }

  private make(parent: Node, component: string, kind: Node['kind'], name: string): Node {
    this.account(name, 0);
    const node: Node = { kind, layer: this.layer, children: new Map() };
    parent.children.set(component, node);
    return node;
  }

  private find(path: readonly string[]): Node | undefined {
    return path.reduce<Node | undefined>((at, component) => at?.children.get(component), this.root);
  }

  private place(folder: Node, path: readonly string[], kind: Node['kind'], target?: string): { path: string; removed: string[] } {
    const last = path.at(-1) ?? '';
    const there = folder.children.get(last);
    if (there?.kind === 'folder' && kind === 'folder') {
      there.layer = this.layer;
      return { path: path.join('/'), removed: [] };
    }
    folder.children.set(last, { kind, layer: this.layer, children: new Map(), ...(target === undefined ? {} : { target }) });
    return { path: path.join('/'), removed: there ? [path.join('/')] : [] };
  }

  private whiteOut(folder: Node, path: readonly string[], marker: string, name: string): string[] {
    const parent = path.slice(0, -1);
    if (marker === opaqueMarker) return [...folder.children.keys()].flatMap((child) => this.prune(folder, [...parent, child]));
    return this.prune(folder, [...parent, hiddenBy(marker, name)]);
  }

  /** Removes what lower layers wrote, and keeps what the current layer wrote with its parent folders. */
  private prune(parent: Node, path: readonly string[]): string[] {
    if (++this.visited > formatLimits.removals) throw refusedEntry(path.join('/'), 'the layers delete and rewrite too many entries');
    const name = path.at(-1) ?? '';
    const node = parent.children.get(name);
    if (!node || (node.layer === this.layer && node.kind !== 'folder')) return [];
    const removed = [...node.children.keys()].flatMap((child) => this.prune(node, [...path, child]));
    if (node.children.size > 0 || node.layer === this.layer) return removed;
    parent.children.delete(name);
    return [path.join('/')];
  }
}

/** What a whiteout hides. @throws ParticipantFault */
function hiddenBy(marker: string, name: string): string {
  const hidden = marker.slice(whiteoutPrefix.length);
  if (hidden === '' || hidden === '.' || hidden === '..' || hidden.startsWith(whiteoutPrefix))
    throw refusedEntry(name, 'it is a whiteout of nothing that an image can hold');
  return hidden;
}

function checkTarget(name: string, path: readonly string[], target: string): void {
  if (target === '' || Buffer.byteLength(target) > formatLimits.pathBytes || target.includes('\0'))
    throw refusedEntry(name, 'its target is empty or too long');
  if (target.includes('\uFFFD')) throw refusedEntry(name, 'its target is not UTF-8');
  if (climbsOut(path, target)) throw refusedEntry(name, "it is a link that leaves the image's root");
}

function tooLarge(what: string, limit: number, unit: string, subject: string): ParticipantFault {
  return new ParticipantFault('image-too-large', {
    message: `the image holds more than ${limit} ${what}`,
    expected: `at most ${limit} ${what}`,
    subject,
    fix: 'Leave out what the submission does not need: build tools, caches, data sets. A multi-stage build helps.',
    limit: { name: what, limit, peak: null, unit },
  });
}
