import { execFile } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { temporaryFolder, describeWhere } from '@unblind/testing';
import { freePort } from '../../../infra/embedded/src/ports';
import { Lab } from './lab';
import { decent } from './models';
import { asOrdinary, newToken } from './remote-runner';

const bin = resolve(__dirname, '../../../packages/cli/bin/unblind.js');
const folder = temporaryFolder();

describeWhere(existsSync('/usr/bin/bwrap'), 'bubblewrap is not installed', 'the doctor of a runner elsewhere', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open();
    chmodSync(folder.path('.'), 0o777);
  });
  afterAll(() => lab.close());

  /** What it says to an ordinary user, and its exit code. */
  function doctor(token: string, ...args: string[]): Promise<{ code: number; said: string }> {
    const [program = '', ...rest] = [...asOrdinary(), process.execPath, bin, 'runner', 'doctor', '--quick', ...args];
    const env = { PATH: process.env.PATH, HOME: folder.path('.'), TMPDIR: folder.path('.'), RUNNER_TOKEN: token };
    return new Promise((done) => {
      const child = execFile(program, rest, { cwd: '/', env }, (_, stdout, stderr) =>
        done({ code: child.exitCode ?? -1, said: stdout + stderr }),
      );
    });
  }

  test('asks a running platform what the token lets a runner have, and is no runner to it', async () => {
    const id = await lab.submit(decent());
    const everywhere = await doctor(await newToken(lab, { name: 'anywhere' }), '--url', lab.address);
    expect(everywhere.code).toBe(0);
    expect(everywhere.said).toMatch(/models +yes, in bubblewrap\n *containers +yes, in bubblewrap/);
    expect(everywhere.said).toMatch(
      /work of all challenges, hidden inputs only where a phase lets any runners have them \(token anywhere\)/,
    );

    const challenge = await lab.database.challenge.findFirstOrThrow();
    const own = await newToken(lab, { name: 'of-its-own', challengeId: challenge.id, trusted: true });
    const file = folder.path('token');
    writeFileSync(file, `${own}\n`);
    chmodSync(file, 0o644);
    const json = await doctor('unr_of-nobody', '--url', lab.address, '--token-file', file, '--json');
    expect(json.code).toBe(0);
    expect(JSON.parse(json.said)).toMatchObject({
      ok: true,
      work: {
        platform: {
          url: lab.address,
          self: { protocol: 1, name: 'of-its-own', challenge: challenge.slug, remote: true, trusted: true },
          problem: null,
        },
      },
    });

    expect(await lab.stateOf(id)).toBe('received');
    expect(await lab.database.runner.count()).toBe(0);
  });

  test('fails, and says what the platform said, where the token is not taken or nobody answers', async () => {
    const revoked = await newToken(lab, { revokedAt: new Date() });
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const [unknownOne, revokedOne, nobody] = await Promise.all([
      doctor('unr_of-nobody', '--url', lab.address),
      doctor(revoked, '--url', lab.address),
      doctor(revoked, '--url', nowhere),
    ]);
    for (const { code, said } of [unknownOne, revokedOne]) {
      expect(code).toBe(5);
      expect(said).toContain('The token is unknown or was revoked.');
    }
    expect(nobody.code).toBe(4);
    expect(nobody.said).toMatch(/It cannot be reached: .*ECONNREFUSED/);
  });
});
