import type { OutputContract } from '@unblind/contracts';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

/** The ways in which a graph may answer. */
export function OutputContracts({ outputs }: { outputs: readonly OutputContract[] }) {
  return (
    <Table caption="Accepted outputs" className="max-w-3xl">
      <Head>
        <Th>Output</Th>
        <Th>Shape</Th>
        <Th>Score</Th>
        <Th>Range</Th>
      </Head>
      <tbody>
        {outputs.map((output, index) => (
          <tr key={index} className={rowLine}>
            <Td>
              <code className="font-mono text-[0.85em] font-semibold">{output.name}</code>
            </Td>
            <Td>
              <code className="font-mono text-[0.85em]">({output.shape.join(', ')})</code>
            </Td>
            <Td>{output.select === undefined ? 'the value itself' : `entry ${output.select} of the last axis`}</Td>
            <Td>{output.range ? `${output.range[0]} to ${output.range[1]}` : 'any finite number'}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
