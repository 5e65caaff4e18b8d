import pg from 'pg';

interface Listening {
  ready: Promise<void>;
  close(): Promise<void>;
}

/** Calls back with an evaluation's id at each change of its row. */
export function listenToEvaluations(connectionString: string, onChange: (evaluationId: string) => void): Listening {
  return listen(connectionString, 'evaluation', (id) => id && onChange(id));
}

/** Calls back when a row that runners work on has changed its state, so that there may be work. */
export function listenToWork(connectionString: string, onChange: () => void): Listening {
  return listen(connectionString, 'work', onChange);
}

/** Reconnects if the connection is lost. */
function listen(connectionString: string, channel: 'evaluation' | 'work', onNotice: (payload?: string) => void): Listening {
  let closed = false;
  let client: pg.Client | null = null;
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString, keepAlive: true });
    client = next;
    next.on('error', () => undefined);
    next.on('end', () => {
      if (!closed) setTimeout(() => void connect().catch(() => undefined), 500);
    });
    next.on('notification', ({ payload }) => onNotice(payload));
    await next.connect();
    await next.query(`LISTEN ${channel}`);
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
