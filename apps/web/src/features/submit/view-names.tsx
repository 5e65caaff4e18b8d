import type { OutputContract, ViewCatalogue } from '@unblind/contracts';

/** A short list of the views, for the sidebar. */
export function ViewNames({ views }: { views: ViewCatalogue }) {
  return (
    <ul className="space-y-2">
      {Object.entries(views).map(([name, { dtype, shape }]) => (
        <Line key={name} name={name} text={`${dtype} (${shape.join(', ')})`} />
      ))}
    </ul>
  );
}

/** A short list of the output contracts. */
export function OutputNames({ outputs }: { outputs: readonly OutputContract[] }) {
  return (
    <ul className="space-y-2">
      {outputs.map(({ name, shape, select, classes }, index) => (
        <Line
          key={index}
          name={name}
          text={`(${shape.join(', ')})${select === undefined ? '' : `, entry ${select}`}${classes ? ` ${classes.join(', ')}` : ''}`}
        />
      ))}
    </ul>
  );
}

function Line({ name, text }: { name: string; text: string }) {
  return (
    <li className="flex flex-wrap justify-between gap-x-4 font-mono text-xs">
      <span className="font-semibold">{name}</span>
      <span className="text-muted">{text}</span>
    </li>
  );
}
