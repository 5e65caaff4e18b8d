import pg from 'pg';

/** Calls back with an evaluation's id at each change of its row. Reconnects if the connection is lost. */
export function listenToEvaluations(
  connectionString: string,
  onChange: (evaluationId: string) => void,
): { ready: Promise<void>; close(): Promise<void> } {
  let closed = false;
  let client: pg.Client | null = null;
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString, keepAlive: true });
    client = next;
    next.on('error', () => undefined);
    next.on('end', () => {
      if (!closed) setTimeout(() => void connect().catch(() => undefined), 500);
    });
    next.on('notification', ({ payload }) => payload && onChange(payload));
    await next.connect();
    await next.query('LISTEN evaluation');
  };
  const ready = connect();
  return {
    ready,
    async close() {
      closed = true;
      await client?.end().catch(() => undefined);
    },
  };
}
