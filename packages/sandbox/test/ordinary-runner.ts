import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { programEntries } from '../src/images/program-layer';
import { ociEntries, tarOf } from '../src/images/write-archive';
import { CompiledPackage } from './compiled-package';
import { ordinary, ordinaryUser } from './machine';

/** A runner of an ordinary user without control groups, with an image of a shell and Perl that it has unpacked itself. */
export class OrdinaryRunner {
  private readonly compiled = new CompiledPackage();
  readonly home = mkdtempSync(join(tmpdir(), 'unblind-ordinary-'));
  readonly secret = 'the secret of this runner';
  readonly tokenFile = join(this.home, 'token');

  async prepare(): Promise<void> {
    const layer = await tarOf(programEntries(['/usr/bin/dash', '/usr/bin/perl', '/usr/bin/sleep', '/usr/bin/setsid', '/usr/bin/cat']));
    const config = { Entrypoint: ['/usr/bin/dash', '-c'], Env: ['PATH=/usr/bin'] };
    writeFileSync(join(this.home, 'image.tar'), await tarOf(ociEntries({ layers: [layer], config })), { mode: 0o644 });
    writeFileSync(this.tokenFile, this.secret, { mode: 0o600 });
    for (const path of [this.home, this.tokenFile]) chownSync(path, ordinary, ordinary);
    chmodSync(this.home, 0o700);
    await this.node("return sandbox.unpackImage('image.tar', 'root', sandbox.imageLimitsFor(2 ** 26))");
  }

  /** Runs a command in the image and returns its result, or the fault that it ends with. */
  run(script: string, bounds: { memoryBytes?: number; processes?: number; wallSeconds?: number } = {}): Promise<unknown> {
    return this.node(`
      const limits = { ...sandbox.limitsFor({ memoryBytes: 2 ** 28, wallSeconds: 20, cpus: 1 }), ...${JSON.stringify(bounds)} };
      const image = { root: process.env.HOME + '/root', environment: { PATH: '/usr/bin' }, workingDirectory: '/' };
      const command = ['/usr/bin/dash', '-c', ${JSON.stringify(script)}];
      const result = await new sandbox.BubblewrapProvider().run({ command, image, mounts: [], limits });
      return { ...result, stdout: result.stdout.toString(), fault: sandbox.limitFault(result, limits)?.detail ?? null };`);
  }

  /** The value of a script in a process of this user, which has the secret in its environment too. */
  async node(body: string): Promise<unknown> {
    const script = `const sandbox = require('${this.compiled.folder}/node_modules/@unblind/sandbox');
      (async () => { ${body} })().then((value) => console.log(JSON.stringify(value ?? null)), (error) => console.log(JSON.stringify(error.detail ?? String(error))))`;
    const env = { PATH: process.env.PATH, HOME: this.home, RUNNER_TOKEN: this.secret };
    const child = spawn('setpriv', [...ordinaryUser.slice(1), process.execPath, '-e', script], {
      cwd: this.home,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return JSON.parse(await text(child.stdout));
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
    this.compiled.remove();
  }
}
