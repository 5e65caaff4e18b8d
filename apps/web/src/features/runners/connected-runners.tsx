import type { PlatformStatus } from '@unblind/contracts';
import { LocalTime } from '@/lib/format/local-time';
import { Badge } from '@/ui/badge';
import { Empty } from '@/ui/empty';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

export function ConnectedRunners({ runners }: Pick<PlatformStatus, 'runners'>) {
  if (runners.length === 0) return <Empty title="No runner was seen within a day" />;
  return (
    <Table caption="Runners">
      <Head>
        <Th>Runner</Th>
        <Th>Sandbox</Th>
        <Th>GPU</Th>
        <Th>Last seen</Th>
      </Head>
      <tbody>
        {runners.map(({ name, provider, refusal, gpu, noGpu, unsafe, alive, seenAt }) => (
          <tr key={name} className={rowLine}>
            <Td className="min-w-40">
              <span className="mr-2 font-medium break-all">{name}</span>
              <Badge tone={alive ? 'good' : 'neutral'}>{alive ? 'Alive' : 'Gone'}</Badge>
            </Td>
            <Td>
              {unsafe ? <span className="text-bad">none</span> : (provider ?? '–')}
              {refusal && <span className="block text-xs text-muted">{refusal}</span>}
            </Td>
            <Td>
              {gpu?.name ?? '–'}
              {noGpu && <span className="block text-xs text-muted">{noGpu}</span>}
            </Td>
            <Td>
              <LocalTime at={seenAt} wrap />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
