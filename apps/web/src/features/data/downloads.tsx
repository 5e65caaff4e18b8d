import { Download } from 'lucide-react';
import { formatBytes, formatCount } from '@unblind/contracts';
import type { DataFile, Variation } from '@unblind/contracts';
import { splitName } from '@/features/challenges/labels';
import { CopyButton } from '@/ui/copy-button';
import { Empty } from '@/ui/empty';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

interface Props {
  files: readonly DataFile[];
  variations: readonly Variation[];
}

/** The files by split and systematic shift; the shifted files are collapsed. */
export function Downloads({ files, variations }: Props) {
  if (files.length === 0) return <Empty title="Nothing to download yet">Files appear here once the data are ready.</Empty>;
  const splits = [...new Set(files.map(({ split }) => split))];
  const titleOf = (id: string) => variations.find((variation) => variation.id === id)?.title ?? id;
  return (
    <div className="space-y-8">
      {splits.map((split) => {
        const ofSplit = files.filter((file) => file.split === split);
        const shifts = [...new Set(ofSplit.flatMap(({ variation }) => variation ?? []))];
        return (
          <div key={split}>
            <h3 className="mb-2 font-medium">{splitName(split)}</h3>
            <Files files={ofSplit.filter(({ variation }) => variation === null)} caption={splitName(split)} />
            {shifts.map((shift) => (
              <details key={shift} className="mt-3 text-sm">
                <summary className="text-muted hover:text-ink">{titleOf(shift)}</summary>
                <div className="mt-2">
                  <Files
                    files={ofSplit.filter(({ variation }) => variation === shift)}
                    caption={`${splitName(split)}, ${titleOf(shift)}`}
                  />
                </div>
              </details>
            ))}
          </div>
        );
      })}
    </div>
  );
}

function Files({ files, caption }: { files: readonly DataFile[]; caption: string }) {
  return (
    <Table caption={caption}>
      <Head>
        <Th>File</Th>
        <Th className="text-right">Rows</Th>
        <Th className="text-right">Size</Th>
        <Th>SHA-256</Th>
      </Head>
      <tbody>
        {files.map((file) => (
          <tr key={file.name} className={rowLine}>
            <Td className="align-middle!">
              <a href={file.url} download className="link inline-flex items-center gap-1.5 whitespace-nowrap">
                <Download aria-hidden className="size-3.5" />
                {file.name}
              </a>
            </Td>
            <Td className="align-middle! text-right whitespace-nowrap">{formatCount(file.rows)}</Td>
            <Td className="align-middle! text-right whitespace-nowrap">{formatBytes(file.bytes)}</Td>
            <Td className="align-middle! whitespace-nowrap">
              <span className="flex items-center gap-1">
                <code className="font-mono text-xs text-muted" title={file.sha256}>
                  {file.sha256.slice(0, 16)}…
                </code>
                <CopyButton text={file.sha256} label={`Copy the SHA-256 of ${file.name}`} />
              </span>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
