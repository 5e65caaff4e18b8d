import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWhere } from '@unblind/testing';
import { whatIsMissing } from '../../test/machine';
import { imageLimitsFor } from '../images/image-limits';
import { programEntries } from '../images/program-layer';
import { unpackImage, type UnpackedImage } from '../images/unpack-image';
import { ociEntries, tarOf, type TarEntry } from '../images/write-archive';
import { runtimes } from '../oci/runtimes';
import type { SandboxGpu } from '../port';
import { limitsFor } from '../profile';
import { sandboxProviders } from '../providers';
import { driverFiles } from './driver-files';
import { gpuFiles } from './gpu-files';

let folder = '';
let made = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'unblind-gpu-'));
  mkdirSync(join(folder, 'lib'));
  writeFileSync(join(folder, 'lib/libcuda.so.999.1'), 'the library of the driver');
  // To nobody's harm: it is shown read-only.
  chmodSync(join(folder, 'lib/libcuda.so.999.1'), 0o666);
  symlinkSync('libcuda.so.999.1', join(folder, 'lib/libcuda.so.1'));
  symlinkSync('gone', join(folder, 'lib/libcuda.so'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As `nvidia-ctk cdi generate` writes it, for a card that /dev/full stands in for: it is full, which no file is. */
const specification = (more = '') => `
cdiVersion: 0.5.0
kind: nvidia.com/gpu
devices:
  - name: "0"
    containerEdits: { deviceNodes: [{ path: /dev/nvidia0, hostPath: /dev/null }] }
  - name: all
    containerEdits:
      deviceNodes: [{ path: /dev/nvidia0, hostPath: /dev/full }, { path: /dev/dri/card1 }]
containerEdits:
  env: [NVIDIA_VISIBLE_DEVICES=void]
  deviceNodes: [{ path: /dev/nvidia-modeset }, { path: /dev/nvidiactl, hostPath: /dev/full }]
  hooks: [{ hookName: createContainer, path: /usr/bin/nvidia-ctk, args: [nvidia-ctk, hook, update-ldcache] }]
  mounts:
    - { hostPath: ${folder}/lib/libcuda.so.999.1, containerPath: /usr/lib/driver/libcuda.so.999.1, options: [ro, nosuid, nodev, bind] }${more}
`;

function foldersWith(text: string): string[] {
  const cdi = join(folder, `cdi-${made++}`);
  mkdirSync(cdi);
  writeFileSync(join(cdi, 'nvidia.yaml'), text);
  writeFileSync(join(cdi, 'other.yaml'), 'cdiVersion: 0.5.0\nkind: example.com/disk\ndevices: []\n');
  return [join(folder, 'no-such-folder'), cdi];
}

describe('what a sandbox is shown of a card', () => {
  test('is what the CDI specification names for all cards, without graphics, with the names that lead to each library', () => {
    expect(gpuFiles(foldersWith(specification()))).toEqual({
      devices: [
        { source: '/dev/full', target: '/dev/nvidiactl' },
        { source: '/dev/full', target: '/dev/nvidia0' },
      ],
      driver: ['libcuda.so.999.1', 'libcuda.so.1'].map((name) => ({
        source: `${folder}/lib/libcuda.so.999.1`,
        target: `/usr/lib/driver/${name}`,
      })),
      environment: { NVIDIA_VISIBLE_DEVICES: 'void' },
    });
  });

  test('leaves out what is neither file nor folder, such as a socket of the driver', () => {
    const mounts = `\n    - { hostPath: /dev/null, containerPath: /run/nvidia-persistenced/socket }`;
    expect(gpuFiles(foldersWith(specification(mounts))).driver).toHaveLength(2);
  });

  test('is nothing while the specification names what is not there, or is none: it says what to do', () => {
    const stale = specification(`\n    - { hostPath: ${folder}/libcuda.so.998, containerPath: /usr/lib/libcuda.so.998 }`);
    expect(() => gpuFiles(foldersWith(stale))).toThrow(/libcuda.so.998, which is not there: run `nvidia-ctk cdi generate/);
    expect(() => gpuFiles(foldersWith('kind: nvidia.com/gpu\ndevices: 1\n'))).toThrow(/no CDI specification: [^]*cdiVersion/);
  });

  test("is, without a specification, what the dynamic linker knows of the driver's libraries for computing", () => {
    const architecture = process.arch === 'arm64' ? 'AArch64' : 'x86-64';
    const line = (name: string, about = architecture) => `\t${name} (libc6,${about}) => /lib/here/${name}\n`;
    const cache = line('libcuda.so.1') + line('libcudart.so.12') + line('libnvidia-ml.so.1') + line('libcuda.so.1', 'i386');
    const paths = ['libcuda.so.1', 'libnvidia-ml.so.1'].map((name) => `/lib/here/${name}`);
    const found = driverFiles(cache).filter(({ source }) => !source.endsWith('nvidia-smi'));
    expect(found).toEqual(paths.map((path) => ({ source: path, target: path })));
    expect(gpuFiles([join(folder, 'no-such-folder')]).environment).toEqual({});
  });
});

/** What a program in a container finds of the card. */
const look = `
sub card { open my $c, '+<', $_[0] or return "no: $!"; syswrite($c, 'x') ? 'takes all' : "$!" }
sub text { open my $f, '<', $_[0] or return "no: $!"; scalar <$f> }
print join '; ', card('/dev/nvidia0'), card('/dev/nvidiactl'), card('/usr/lib/driver/libcuda.so.1'),
  text('/usr/lib/driver/libcuda.so.1'), $ENV{NVIDIA_VISIBLE_DEVICES} // 'none', $ENV{LD_LIBRARY_PATH} // 'none';
`;
const showGpus = sandboxProviders.filter(({ name }) => name === 'bubblewrap' || runtimes[name].showsGpus);

describe.each(showGpus)('a container by $name', (listed) => {
  const missing = whatIsMissing(listed, 'images');
  const limits = limitsFor({ memoryBytes: 256 * 1024 ** 2, wallSeconds: 30, cpus: 1 });

  async function imageOf(entries: TarEntry[]): Promise<UnpackedImage> {
    const archive = join(folder, `${made}.tar`);
    const layer = await tarOf([...programEntries(['/usr/bin/perl']), { name: 'look.pl', content: look }, ...entries]);
    const config = { Entrypoint: ['/usr/bin/perl', '/look.pl'], Env: ['LC_ALL=C', 'LD_LIBRARY_PATH=/opt/own'] };
    writeFileSync(archive, await tarOf(ociEntries({ layers: [layer], config })));
    return unpackImage(archive, join(folder, `root-${made++}`), imageLimitsFor(32 * 1024 ** 2));
  }

  async function seenBy(image: UnpackedImage, gpu?: SandboxGpu): Promise<string> {
    const result = await listed.create().run({ command: image.command, image, mounts: [], limits, ...(gpu ? { gpu } : {}) });
    expect(result).toMatchObject({ exitCode: 0, stderrTail: '' });
    return result.stdout.toString();
  }

  describeWhere(missing === null, missing ?? '', 'sees the card', () => {
    it("and the driver's files, read-only, where it is given them, and nothing of them where it is not", async () => {
      const image = await imageOf([]);
      const nothing = 'no: No such file or directory';
      const without = [nothing, nothing, nothing, nothing, 'none', '/opt/own'];
      expect((await seenBy(image)).split('; ')).toEqual(without);
      expect((await seenBy(image, gpuFiles(foldersWith(specification())))).split('; ')).toEqual([
        'No space left on device',
        'No space left on device',
        'no: Read-only file system',
        'the library of the driver',
        'void',
        '/opt/own:/usr/lib/driver',
      ]);
      const { environment } = gpuFiles(foldersWith(specification()));
      expect(await seenBy(image, { devices: [], driver: [], environment })).toContain(`${nothing}; ${nothing}; `);
    });

    it('within its own folders, wherever its links lead', async () => {
      const elsewhere = `/unblind-elsewhere-${process.pid}`;
      const image = await imageOf([{ name: 'usr/lib/driver', linkname: elsewhere, type: 'symlink' }]);
      const seen = await seenBy(image, gpuFiles(foldersWith(specification())));
      expect(seen).toContain('the library of the driver');
      expect(existsSync(join(image.root, elsewhere, 'libcuda.so.1'))).toBe(true);
      expect(existsSync(elsewhere)).toBe(false);
    });
  });
});
