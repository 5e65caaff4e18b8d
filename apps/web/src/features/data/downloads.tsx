import { Download } from 'lucide-react';
import type { DataFile } from '@unblind/contracts';
import { splitName } from '@/features/challenges/words';
import { bytes, count } from '@/lib/format/numbers';
import { CopyButton } from '@/ui/copy-button';
import { Empty } from '@/ui/empty';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

export function Downloads({ files }: { files: readonly DataFile[] }) {
  if (files.length === 0) return <Empty title="Nothing to download yet">Files appear here once the data are ready.</Empty>;
  return (
    <Table caption="Files to download">
      <Head>
        <Th>Split</Th>
        <Th>File</Th>
        <Th className="text-right">Rows</Th>
        <Th className="text-right">Size</Th>
        <Th>SHA-256</Th>
      </Head>
      <tbody>
        {files.map((file) => (
          <tr key={`${file.split}/${file.name}`} className={rowLine}>
            <Td className="align-middle! whitespace-nowrap text-muted">{splitName(file.split)}</Td>
            <Td className="align-middle!">
              <a href={file.url} download className="link inline-flex items-center gap-1.5 whitespace-nowrap">
                <Download aria-hidden className="size-3.5" />
                {file.name}
              </a>
            </Td>
            <Td className="align-middle! text-right whitespace-nowrap">{count(file.rows)}</Td>
            <Td className="align-middle! text-right whitespace-nowrap">{bytes(file.bytes)}</Td>
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
