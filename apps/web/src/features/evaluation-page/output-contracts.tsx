import type { OutputContract } from '@unblind/contracts';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

/** The model outputs that the challenge accepts. */
export function OutputContracts({ outputs }: { outputs: readonly OutputContract[] }) {
  return (
    <Table caption="Accepted outputs" className="max-w-3xl">
      <Head>
        <Th>Output</Th>
        <Th>Shape</Th>
        <Th>Meaning</Th>
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
            <Td>{meaningOf(output)}</Td>
            <Td>{rangeOf(output)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function meaningOf({ select, classes }: OutputContract): string {
  if (classes) return `a probability of each class, in the order ${classes.join(', ')}`;
  return select === undefined ? 'the value itself' : `entry ${select} of the last axis`;
}

function rangeOf({ range, classes }: OutputContract): string {
  if (classes) return 'at least 0, with a sum of 1';
  return range ? `${range[0]} to ${range[1]}` : 'any finite number';
}
