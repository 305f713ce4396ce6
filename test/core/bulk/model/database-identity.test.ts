import { describe, expect, it } from '@jest/globals';
import {
  type DatabaseIdentity,
  isPlannedDatabase,
  isSameDatabase,
} from '../../../../core/bulk/model/database-identity.ts';
import { proveDatabase } from '../../../../core/bulk/prove-database.ts';
import { sampleBatch } from '../../../contracts/bulk/batch-samples.ts';

const recorded: DatabaseIdentity = {
  id: '7312345678901234567/16384',
  name: 'shop',
  address: 'db.internal:5432',
  server: '10.0.0.5:5432',
};

describe('the database on record', () => {
  it.each<[string, Partial<DatabaseIdentity>]>([
    ['at the same address', {}],
    ['after a failover, behind the same name', { server: '10.0.0.6:5432' }],
    ['through a tunnel', { address: 'localhost:5433' }],
    ['under another name', { name: 'shop_2' }],
  ])('is the same %s', (_where, changes) => {
    expect(isSameDatabase(recorded, { ...recorded, ...changes })).toBe(true);
  });

  it.each<[string, Partial<DatabaseIdentity>]>([
    ['in another database of the server', { id: '7312345678901234567/16390', name: 'staging' }],
    ['in a restored dump under the same name', { id: '7399999999999999999/16384' }],
    [
      'on a server made from a snapshot of the first',
      { address: 'staging.internal:5432', server: '10.0.0.9:5432' },
    ],
  ])('is not the one %s', (_where, changes) => {
    expect(isSameDatabase(recorded, { ...recorded, ...changes })).toBe(false);
  });
});

describe('a command about a batch of another database', () => {
  const found = { ...recorded, address: 'standby.internal:5432', server: '10.0.0.9:5432' };
  const prove = (named?: string) =>
    proveDatabase({ identify: async () => found }, sampleBatch({ database: recorded }), named);

  it('goes on if its operator names that database', async () => {
    expect(await prove('standby.internal:5432/shop')).toBe(found);
  });

  it.each([undefined, 'db.internal:5432/shop'])('is refused if it names %s', async (named) => {
    await expect(prove(named)).rejects.toThrow(
      /^Batch bat_\S+ belongs to the database db\.internal:5432\/shop .*Nothing was changed/,
    );
  });
});

describe('the database a URL names', () => {
  it.each([
    'postgres://app@db.internal/shop',
    'postgres://app@db.internal:5432/shop',
    'postgres://db.internal',
    'postgres:///shop?host=db.internal',
  ])('is this one in %s', (url) => {
    expect(isPlannedDatabase(url, recorded)).toBe(true);
  });

  it.each([
    'postgres://app@db.internal/staging',
    'postgres://app@other.internal/shop',
    'postgres://app@db.internal:5433/shop',
    'postgres:///shop?host=other.internal',
  ])('is another one in %s', (url) => {
    expect(isPlannedDatabase(url, recorded)).toBe(false);
  });
});
