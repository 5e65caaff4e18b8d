import pg from 'pg';

/** The services that connect to the database, each with a role of its own. The web application, the gateway and runners have none. */
export const databaseServices = ['api', 'scorer', 'preparer', 'queue'] as const;
export type DatabaseService = (typeof databaseServices)[number];

type Grants = Readonly<Record<string, readonly ('SELECT' | 'INSERT' | 'UPDATE' | 'DELETE')[]>>;

const everything = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;
const read = ['SELECT'] as const;

/** The API's rights on tables other than those that it uses without limits. */
const apiExceptions: Grants = {
  _prisma_migrations: [],
  // The audit log is only added to.
  audit_events: ['SELECT', 'INSERT'],
  data_set_keys: [],
};

/** What scoring needs. People, sessions and tokens are not among it. It starts the timing of what it has scored. */
const scorerGrants: Grants = {
  challenges: read,
  challenge_versions: read,
  phases: read,
  data_sets: read,
  submissions: read,
  artefacts: read,
  evaluations: ['SELECT', 'UPDATE'],
  evaluation_events: ['SELECT', 'INSERT'],
  metrics: ['SELECT', 'INSERT'],
  timings: ['SELECT', 'INSERT'],
  board_entries: ['SELECT', 'INSERT'],
};

/** What the preparation of a data set needs, and the publication of what unblinding discloses of one. */
const preparerGrants: Grants = {
  challenges: read,
  challenge_versions: read,
  data_sets: ['SELECT', 'UPDATE'],
  data_set_keys: ['SELECT', 'INSERT'],
  disclosures: ['SELECT', 'UPDATE'],
};

/** BullMQ's own schema, which the role of the queue creates and owns. */
const queueSchema = 'bullmq';

/** The name of a service's role. Roles belong to the whole server, so the name contains the database's. */
const roleOf = (database: string, service: DatabaseService): string => `${database}_${service}`;

/** The connection string of a service's role. */
export function serviceUrl(ownerUrl: string, service: DatabaseService, password: string): string {
  const url = new URL(ownerUrl);
  url.username = roleOf(databaseOf(ownerUrl), service);
  url.password = password;
  return url.href;
}

/**
 * Creates the services' roles, or sets their passwords, and gives each exactly the rights listed here: rights that an earlier version
 * gave are taken away. Run after the migrations at every start, so that new tables are covered.
 *
 * @param ownerUrl of a role that owns the tables and may create roles
 */
export async function grantServiceRoles(ownerUrl: string, passwordOf: (service: DatabaseService) => string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT pg_advisory_xact_lock(hashtext('unblind.service-roles'))");
    await client.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
    const database = databaseOf(ownerUrl);
    for (const service of databaseServices) await ensureRole(client, { database, service, password: passwordOf(service) });
    await dropRole(client, `${database}_runner`);
    const tables = await tablesOf(client);
    await grant(client, roleOf(database, 'api'), { ...Object.fromEntries(tables.map((table) => [table, everything])), ...apiExceptions });
    await grant(client, roleOf(database, 'scorer'), scorerGrants);
    await grant(client, roleOf(database, 'preparer'), preparerGrants);
    await giveQueueItsSchema(client, database);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

interface Role {
  database: string;
  service: DatabaseService;
  password: string;
}

async function ensureRole(client: pg.Client, { database, service, password }: Role): Promise<void> {
  const role = roleOf(database, service);
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const name = pg.escapeIdentifier(role);
  const statement = `${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${name} LOGIN PASSWORD ${pg.escapeLiteral(password)}`;
  await client.query(statement).catch((cause: unknown) => {
    const fix = 'Let DATABASE_URL name the owner of the database, with the right CREATEROLE.';
    throw new Error(`The database role ${role} cannot be made or changed. ${fix}`, { cause });
  });
  await client.query(`GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(database)} TO ${name}`);
}

/** Runners of earlier versions had a role. */
async function dropRole(client: pg.Client, role: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (rowCount === 0) return;
  const name = pg.escapeIdentifier(role);
  await client.query(`DROP OWNED BY ${name}`);
  await client.query(`DROP ROLE ${name}`);
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ tablename: string }>("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  return rows.map(({ tablename }) => tablename);
}

async function grant(client: pg.Client, role: string, grants: Grants): Promise<void> {
  const name = pg.escapeIdentifier(role);
  await client.query(`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${name}`);
  await client.query(`GRANT USAGE ON SCHEMA public TO ${name}`);
  await client.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${name}`);
  for (const [table, rights] of Object.entries(grants))
    if (rights.length > 0) await client.query(`GRANT ${rights.join(', ')} ON public.${pg.escapeIdentifier(table)} TO ${name}`);
}

/** The queue's tables are dropped if another role owns them, as before there were roles: its jobs come back from the rows. */
async function giveQueueItsSchema(client: pg.Client, database: string): Promise<void> {
  const role = roleOf(database, 'queue');
  await client.query(`GRANT CREATE ON DATABASE ${pg.escapeIdentifier(database)} TO ${pg.escapeIdentifier(role)}`);
  const { rows } = await client.query<{ owner: string }>(
    'SELECT pg_get_userbyid(nspowner)::text AS owner FROM pg_namespace WHERE nspname = $1',
    [queueSchema],
  );
  if (rows.some(({ owner }) => owner !== role)) await client.query(`DROP SCHEMA ${queueSchema} CASCADE`);
}

const databaseOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));
