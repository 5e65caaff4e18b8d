import { CopyButton } from '@/ui/copy-button';
import { Notice } from '@/ui/notice';

/** The secret of a new token, which the platform does not know. */
export function TokenSecret({ token: { name, secret }, advice }: { token: { name: string; secret: string }; advice: string }) {
  return (
    <Notice tone="warn" title={`Token "${name}": shown only once`}>
      <p className="flex items-center gap-2">
        <code className="min-w-0 rounded bg-surface px-2 py-1 font-mono text-xs break-all ring-1 ring-line">{secret}</code>
        <CopyButton text={secret} label="Copy the token" />
      </p>
      <p>{advice} The platform stores only its hash.</p>
    </Notice>
  );
}
