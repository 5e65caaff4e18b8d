// Connects the schema engine to PostgreSQL: Prisma's own pg adapter, with three additions that migrations need.
import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';

const require = createRequire(import.meta.url);
const { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } = require('@prisma/driver-adapter-utils');
const { PrismaPg } = require('@prisma/adapter-pg');
const { parse } = require('pg-connection-string');
const pg = require('pg');

const INTERNAL_CHAR_OID = 18;
const TEXT_OID = 25;

export const userError = (message, error_code, meta = null) =>
  Object.assign(new Error(message), { user: { is_panic: false, message, meta, error_code } });

/** Adds: PostgreSQL's internal "char" type, and scripts sent whole (the adapter splits at every `;`, also inside $$). */
function patched(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let charColumns = [];
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    charColumns = [];
    result.fields?.forEach((field, index) => {
      if (field.dataTypeID !== INTERNAL_CHAR_OID) return;
      charColumns.push(index);
      field.dataTypeID = TEXT_OID;
    });
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  adapter.executeScript = async (script) => {
    try {
      await adapter.client.query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  if (adapter.startTransaction) {
    const startTransaction = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (level) => patched(await startTransaction(level));
  }
  return adapter;
}

class MigrationPg extends PrismaPg {
  constructor(config, options) {
    super(config, options);
    this.settings = config;
  }
  async connect() {
    return patched(await super.connect());
  }
  // The adapter's own version drops the shadow database while its pool is still connected, which PostgreSQL refuses.
  async connectToShadowDb() {
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    await withClient(this.settings, (client) => client.query(`CREATE DATABASE "${name}"`));
    const adapter = patched(await new PrismaPg({ ...this.settings, database: name }).connect());
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      await dispose();
      await withClient(this.settings, (client) => client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
    };
    return adapter;
  }
}

async function withClient(settings, work) {
  const client = new pg.Client(settings);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Passes single parameters, never a connection string, which would override the shadow database's name and reach the real database. */
export function connectionFactory(url) {
  const { host, port, user, password, database, ssl } = parse(url);
  return bindMigrationAwareSqlAdapterFactory(
    new MigrationPg({ host, port: port ? Number(port) : undefined, user, password, database, ssl, max: 1 }),
  );
}

export const databaseMethods = {
  async createDatabase(url) {
    const admin = new URL(url);
    const databaseName = decodeURIComponent(admin.pathname.slice(1));
    admin.pathname = '/postgres';
    admin.search = '';
    try {
      await withClient({ connectionString: admin.href }, (client) =>
        client.query(`CREATE DATABASE "${databaseName.replaceAll('"', '""')}"`),
      );
    } catch (error) {
      if (error.code === '42P04') throw userError(`Database \`${databaseName}\` already exists`, 'P1009', { database_name: databaseName });
      throw error;
    }
    return { databaseName };
  },
  async ensureConnectionValidity(url) {
    const { pathname, username, host } = new URL(url);
    try {
      await withClient({ connectionString: url }, (client) => client.query('SELECT 1'));
    } catch (error) {
      if (error.code === '3D000')
        throw userError(`Database \`${pathname.slice(1)}\` does not exist`, 'P1003', { database_name: pathname.slice(1) });
      if (error.code === '28P01' || error.code === '28000') throw userError(`Authentication failed for \`${username}\``, 'P1000');
      throw userError(`Can't reach database server at \`${host}\``, 'P1001', { database_location: host });
    }
    return {};
  },
};
