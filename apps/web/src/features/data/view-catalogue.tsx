import type { ViewCatalogue as Views } from '@unblind/contracts';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

/** The named tensors that the challenge offers as model inputs. */
export function ViewCatalogue({ views }: { views: Views }) {
  return (
    <Table caption="Views offered to models">
      <Head>
        <Th>View</Th>
        <Th>Type</Th>
        <Th>Shape</Th>
        <Th>Unit</Th>
        <Th>Meaning</Th>
      </Head>
      <tbody>
        {Object.entries(views).map(([name, view]) => (
          <tr key={name} className={rowLine}>
            <Td className="whitespace-nowrap">
              <code className="font-mono text-[0.85em] font-semibold">{name}</code>
              {view.aliases && <span className="block text-xs text-muted">also {view.aliases.join(', ')}</span>}
            </Td>
            <Td>
              <code className="font-mono text-[0.85em]">{view.dtype}</code>
            </Td>
            <Td className="whitespace-nowrap">
              <code className="font-mono text-[0.85em]">({view.shape.join(', ')})</code>
              <span className="block text-xs text-muted">{view.per === 'set' ? 'for each set' : 'in batches'}</span>
            </Td>
            <Td>{view.unit ?? <span className="text-muted">none</span>}</Td>
            <Td className="min-w-64">
              {view.meaning}
              {view.axes && <span className="block text-muted">{view.axes.join(', ')}</span>}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
