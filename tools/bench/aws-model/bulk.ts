import { prices } from '../saga/prices.ts';
import { type Demand, quotas } from './quotas.ts';
import type { StageFacts } from './stage-facts.ts';

export const objects = 100_000_000;

/** Not measured on AWS. */
export const copySeconds = 0.1;

/** The promise of docs/scale.md, which test/adapters/bulk/hot-keys.test.ts holds to. */
const recordsPerSecond = 6_000;

/** Write units of a record by table, of a batch without a partner. That test counts them. */
export const units = { batches: 2.04, uploads: 5, stats: 2.16 };

/** Read units of a record: twice its own, and the ledger of erasures. */
const readsPerRecord = 3;

/** How many copies a function of the Map makes at a time. */
const parallelCopies = 25;

/** Demands on each quota at the highest of the promised rates. */
export const bulkDemands = ({ mapConcurrency, itemsPerChild }: StageFacts): Demand[] => {
  const busiestKey = (recordsPerSecond / 16) * 2;
  return [
    {
      quota: quotas.s3Writes,
      demand: Math.min((mapConcurrency * parallelCopies) / copySeconds, recordsPerSecond),
      from: 'templates; 100 ms a COPY guessed; DynamoDB bounds it',
    },
    { quota: quotas.tableWrites, demand: recordsPerSecond * units.uploads, from: 'recorded' },
    { quota: quotas.keyWrites, demand: busiestKey, from: 'recorded' },
    { quota: quotas.tableReads, demand: recordsPerSecond * readsPerRecord, from: 'recorded' },
    { quota: quotas.concurrency, demand: mapConcurrency, from: 'templates' },
    { quota: quotas.mapChildren, demand: mapConcurrency, from: 'templates' },
    { quota: quotas.starts, demand: recordsPerSecond / itemsPerChild, from: 'templates' },
  ];
};

/** What bounds a batch: objects a second, by each of its parts alone. */
export const bulkBounds = ({ mapConcurrency }: StageFacts) => [
  { bound: quotas.s3Writes.name, rate: quotas.s3Writes.limit, from: 'quota' },
  {
    bound: 'DynamoDB, three quarters of its busiest keys',
    rate: recordsPerSecond,
    from: 'recorded',
  },
  {
    bound: `${mapConcurrency} children of the Map, ${parallelCopies} COPYs each at once`,
    rate: (mapConcurrency * parallelCopies) / copySeconds,
    from: 'templates; 100 ms a COPY guessed',
  },
];

/** Dollars for a million objects. */
export const bulkCosts = ({ itemsPerChild }: StageFacts) => {
  const million = 1_000_000;
  const children = million / itemsPerChild;
  return [
    { what: 'S3 COPY', usd: million * prices.s3Write, from: 'recorded' },
    {
      what: 'Express children',
      usd: children * (1e-6 + 2 * (64 / 1024) * 0.00001667),
      from: '2 s of 64 MB guessed',
    },
    {
      what: 'Lambda, 1 GB',
      usd: children * (prices.lambdaRequest + 0.8 * prices.lambdaGbSecond),
      from: '0.8 s a child guessed',
    },
    {
      what: 'DynamoDB writes',
      usd: million * (units.batches + units.uploads + units.stats) * prices.writeUnit,
      from: 'recorded',
    },
    { what: 'DynamoDB reads', usd: million * readsPerRecord * prices.readUnit, from: 'recorded' },
  ];
};
