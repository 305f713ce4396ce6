import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { defaultConfig, parseConfig } from '../../lib/config.ts';
import type { Config } from '../../lib/config-schema.ts';
import { damageBetween, type StatefulResource } from '../../lib/stateful-shape.ts';
import { laterIndexes } from '../../tools/fill-indexes/later-indexes.ts';
import { synthesizedShape } from '../../tools/release/synthesized-shape.ts';
import { everyStack } from './every-stack.ts';
import { propertiesOf } from './synthesize.ts';

const folder = new URL('./stateful/', import.meta.url);
const versions = readdirSync(folder).map((file): [string, StatefulResource[]] => [
  file.replace('.json', ''),
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
]);

/** Version 0.1.0 kept the user pool in the Service stack: docs/deploying.md, "From 0.1.0". */
const upgraded = (version: string): Config => {
  const prod = defaultConfig('prod');
  if (version !== '0.1.0') return prod;
  const pool = { id: 'eu-central-1_AbCdEfGhI', client: '4m1abcdefghijklmnopqrstuvw' };
  return parseConfig('prod', {
    ...prod,
    auth: { ...prod.auth, pool: { ...pool, inService: true } },
  });
};

/** Indexes whose keys are attributes that records of 0.1.0 have, if the list is about them. */
const filledByDynamo = [
  'LinksTable by-owner',
  'SessionsTable by-claimer',
  'UploadsTable by-legacy-path',
];

const indexesOf = (shape: readonly StatefulResource[]): string[] =>
  shape.flatMap(({ id, indexes = {} }) =>
    Object.keys(indexes).map((name) => `${id.replace(/[0-9A-F]{8}$/, '')} ${name}`),
  );

const now = synthesizedShape();
const copy = (): StatefulResource[] => structuredClone(now);

describe('an update of production', () => {
  it.each(versions)('from %s replaces and drops nothing that is stateful', (version, before) => {
    expect(damageBetween(before, synthesizedShape(upgraded(version)))).toEqual([]);
  });

  it('from 0.1.0 fills every new index of an old table, or its keys are older than it', () => {
    const before = versions.find(([version]) => version === '0.1.0')?.[1] ?? [];
    const tables = indexesOf(before.map((resource) => ({ ...resource, indexes: { '': {} } })));
    const later = indexesOf(now).filter(
      (index) =>
        tables.some((name) => index.startsWith(name)) && !indexesOf(before).includes(index),
    );
    const filled = laterIndexes.map(
      ({ table, index }) => `${table[0]?.toUpperCase()}${table.slice(1)}Table ${index.name}`,
    );
    expect(later.sort()).toEqual([...filled, ...filledByDynamo].sort());
  });

  it('has every version recorded, at least one', () => {
    expect(versions.length).toBeGreaterThan(0);
  });
});

const without = (id: RegExp): StatefulResource[] =>
  copy().filter((resource) => !id.test(resource.id));

const with_ = (id: RegExp, change: (resource: StatefulResource) => void): StatefulResource[] => {
  const next = copy();
  for (const resource of next) if (id.test(resource.id)) change(resource);
  return next;
};

describe('what would be noticed', () => {
  it('a bucket under another logical id', () => {
    expect(damageBetween(now, without(/^Files/))).toEqual([
      expect.stringMatching(/^Data: AWS::S3::Bucket Files\w+: is gone/),
    ]);
  });

  it('a table with another key', () => {
    const spoiled = with_(/^OrdersTable/, ({ fixed }) => {
      fixed.KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }];
    });
    expect(damageBetween(now, spoiled)).toEqual([expect.stringContaining('KeySchema changed')]);
  });

  it('a table that gets a name', () => {
    const spoiled = with_(/^OrdersTable/, ({ fixed }) => {
      fixed.TableName = 'orders';
    });
    expect(damageBetween(now, spoiled)).toEqual([expect.stringContaining('TableName changed')]);
  });

  it('an index that goes', () => {
    const spoiled = with_(/^LinksTable/, (table) => {
      table.indexes = {};
    });
    expect(damageBetween(now, spoiled)).toEqual([
      expect.stringContaining('index by-order is dropped'),
      expect.stringContaining('index by-owner is dropped'),
    ]);
  });

  it('two indexes that come at once: a deployment adds one', () => {
    const spoiled = with_(/^LinksTable/, (table) => {
      table.indexes = { ...table.indexes, one: {}, two: {} };
    });
    expect(damageBetween(now, spoiled)).toEqual([
      expect.stringContaining('2 indexes are added at once (one, two)'),
    ]);
  });

  it('users who would have to sign up again', () => {
    expect(damageBetween(now, without(/^IdentityPool/)).length).toBeGreaterThan(0);
  });
});

describe('what is fine', () => {
  it('another bucket, another table, one more index', () => {
    const more = with_(/^LinksTable/, (table) => {
      table.indexes = { ...table.indexes, one: {} };
    });
    expect(
      damageBetween(now, [
        ...more,
        {
          stack: 'Data',
          id: 'JobsTable',
          type: 'AWS::DynamoDB::GlobalTable',
          fixed: {},
          indexes: {},
        },
      ]),
    ).toEqual([]);
  });
});

describe('production’s data', () => {
  const { data, service } = everyStack();
  if (!data || !service) throw new Error('prod has both');

  it('is on record: every bucket, table, pool and bus', () => {
    const ids = now.map(({ type }) => type);
    const count = (type: string) => ids.filter((found) => found === type).length;
    expect(count('AWS::S3::Bucket')).toBeGreaterThanOrEqual(
      propertiesOf(data, 'AWS::S3::Bucket').length,
    );
    expect(count('AWS::DynamoDB::GlobalTable')).toBe(
      propertiesOf(data, 'AWS::DynamoDB::GlobalTable').length,
    );
    expect([count('AWS::Cognito::UserPool'), count('AWS::Events::EventBus')]).toEqual([1, 1]);
  });

  it.each(propertiesOf(data, 'AWS::DynamoDB::GlobalTable'))(
    '%s can be restored to any second and cannot be deleted',
    (_id, { Replicas }) => {
      expect(Replicas[0]).toMatchObject({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    },
  );

  it.each(propertiesOf(data, 'AWS::S3::Bucket').filter(([id]) => id !== 'AccessLogs'))(
    '%s keeps every version',
    (_id, bucket) => {
      expect(bucket.VersioningConfiguration).toEqual({ Status: 'Enabled' });
    },
  );
});
