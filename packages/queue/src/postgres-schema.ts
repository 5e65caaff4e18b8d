import { DEFAULT_SCHEMA, LATEST_SCHEMA_VERSION, runMigrations } from 'bullmq';
import { Client } from 'pg';
import { z } from 'zod';

/** The tables of BullMQ 6. The schema counts as complete if all exist and the migration table has a version. */
const tables = [
  'dedup',
  'dedup_next',
  'event',
  'job',
  'job_dependency',
  'job_log',
  'meta',
  'metrics',
  'migration',
  'rate_limit',
  'scheduler',
];
/** PostgreSQL's codes for an undefined table, function, schema or type. */
const missingCodes = ['42P01', '42883', '3F000', '42704'];

const inFlight = new Map<string, Promise<void>>();

/**
 * Creates BullMQ's schema, or recreates it if tables were dropped or the migration table was wiped. Jobs lost with it come back from
 * the platform's rows. Safe to call at any time, from any number of processes.
 */
export function ensureSchema(url: string): Promise<void> {
  const running = inFlight.get(url) ?? migrate(url).finally(() => inFlight.delete(url));
  inFlight.set(url, running);
  return running;
}

export function isMissingSchema(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('name' in error && error.name === 'SchemaMigrationRequiredError') return true;
  return 'code' in error && missingCodes.some((code) => code === error.code);
}

async function migrate(url: string): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'unblind-queue-migration' });
  await client.connect();
  try {
    // Only one process at a time checks and repairs; the lock ends with the connection.
    await client.query("SELECT pg_advisory_lock(hashtext('unblind.queue.schema'))");
    const state = await stateOf(client);
    if (state === 'current') return;
    if (state === 'broken') await client.query(`DROP SCHEMA ${DEFAULT_SCHEMA} CASCADE`);
    await runMigrations(client);
  } finally {
    await client.end();
  }
}

async function stateOf(client: Client): Promise<'absent' | 'current' | 'old' | 'broken'> {
  const { rows } = await client.query('SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1', [DEFAULT_SCHEMA]);
  const present = z
    .array(z.object({ name: z.string() }))
    .parse(rows)
    .map(({ name }) => name);
  if (present.length === 0) return 'absent';
  if (!tables.every((name) => present.includes(name))) return 'broken';
  const ledger = await client.query(`SELECT coalesce(max(version), 0)::int AS version FROM ${DEFAULT_SCHEMA}.migration`);
  const [row] = z.array(z.object({ version: z.number() })).parse(ledger.rows);
  if (!row || row.version === 0) return 'broken';
  return row.version < LATEST_SCHEMA_VERSION ? 'old' : 'current';
}
