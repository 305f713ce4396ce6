import { prices } from '../saga/prices.ts';
import { type Demand, quotas } from './quotas.ts';
import type { StageFacts } from './stage-facts.ts';

/**
 * Files a second of one function: a HEAD and a look into the registry take 1.2 ms of a processor,
 * measured against a sink on the machine of the benches; 1,024 MB are 0.58 of a processor.
 */
export const filesPerSecond = 480;

/** Consistent reads: the record (0.5 kB, read in order) and the upload. */
const readUnits = 0.125 + 1;

/** Objects are listed 1,000 to a request. */
const objectsPerList = 1_000;

/** A child: a turn, the question whether any is left, and its end. */
const transitionsPerSlice = 3;

const slicesOfAll = 4_096;

/** Demands on each quota while every function of the Map works. */
export const verifyDemands = ({ slicesAtOnce }: StageFacts): Demand[] => {
  const rate = slicesAtOnce * filesPerSecond;
  const from = 'templates; processor measured';
  return [
    { quota: quotas.s3Reads, demand: rate + rate / objectsPerList, from },
    { quota: quotas.tableReads, demand: rate, from },
    { quota: quotas.concurrency, demand: slicesAtOnce, from: 'templates' },
    { quota: quotas.mapChildren, demand: slicesAtOnce, from: 'templates' },
  ];
};

/** Hours for a number of files. */
export const verifyHours = ({ slicesAtOnce }: StageFacts, files: number): number =>
  files / (slicesAtOnce * filesPerSecond) / 3_600;

/** Dollars for a million of 100 million files. */
export const verifyCosts = () => {
  const million = 1_000_000;
  return [
    { what: 'S3 HEAD', usd: million * prices.s3Read, from: 'one a file' },
    { what: 'S3 LIST', usd: (million / objectsPerList) * prices.s3Write, from: 'listing' },
    {
      what: 'DynamoDB reads',
      usd: million * readUnits * prices.readUnit,
      from: 'records, registry',
    },
    {
      what: 'Lambda, 1 GB',
      usd: (million / filesPerSecond) * prices.lambdaGbSecond,
      from: 'processor measured',
    },
    {
      what: 'Step Functions',
      usd: (slicesOfAll / 100) * transitionsPerSlice * prices.transition,
      from: 'definition',
    },
  ];
};
