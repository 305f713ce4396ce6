import { prices } from '../saga/prices.ts';
import { type Demand, quotas } from './quotas.ts';
import type { RecordedFile } from './recorded-order.ts';
import type { StageFacts } from './stage-facts.ts';

export const load = { ordersPerMinute: 1_000, filesPerOrder: 25 };

/**
 * Not measured on AWS: allowances, several times what the benches measure on one machine. A request
 * of the API, and all steps of the saga of one order together.
 */
export const guesses = { requestSeconds: 0.1, sagaSeconds: 3, statusRequests: 5 };

/** Requests of one order by route: the client announces and completes each file. */
const requests = { sessions: 1, orders: 1, perFile: 2 };

/** Requests to the API for a number of orders. */
export const requestsOf = (orders: number): number =>
  orders * (requests.sessions + requests.orders + guesses.statusRequests) +
  orders * load.filesPerOrder * requests.perFile;

/**
 * Before the payment: an upload is created in a transaction (2 units for it and for each of four
 * index entries and three counters), and its completion writes it and moves one index entry.
 */
const unitsBefore = { create: 2 * (1 + 4 + 3), complete: 1 + 2 };

/** State transitions of an order of up to 25 files, counted by `npm run bench:saga`. */
const transitionsPerOrder = 6;

type Inputs = { facts: StageFacts; recorded: RecordedFile };

/** Demands of the load on each quota. */
export const orderDemands = ({ facts, recorded }: Inputs): Demand[] => {
  const orders = load.ordersPerMinute / 60;
  const files = orders * load.filesPerOrder;
  const api = requestsOf(orders);
  const uploadUnits = files * (unitsBefore.create + unitsBefore.complete);
  return [
    {
      quota: {
        name: 'the stage’s own throttle of one route, `POST /uploads`',
        limit: facts.routeRate,
        unit: 'a second',
        adjustable: true,
        document: 'lib/defaults.ts',
      },
      demand: files,
      from: 'templates',
    },
    { quota: quotas.api, demand: api, from: 'routes; 5 looks at an order guessed' },
    {
      quota: quotas.concurrency,
      demand: api * guesses.requestSeconds + orders * guesses.sagaSeconds + facts.consumerRuns,
      from: 'templates (consumers); seconds guessed',
    },
    { quota: quotas.starts, demand: orders, from: 'definition' },
    { quota: quotas.transitions, demand: orders * transitionsPerOrder, from: 'recorded' },
    { quota: quotas.s3Writes, demand: files * recorded.copies, from: 'recorded' },
    { quota: quotas.s3Reads, demand: files * (recorded.heads + 2), from: 'recorded, and 2 before' },
    { quota: quotas.tableWrites, demand: uploadUnits, from: 'uploads table, reckoned' },
    { quota: quotas.tableReads, demand: files * recorded.readUnits, from: 'recorded, all tables' },
    { quota: quotas.putEvents, demand: orders * 2, from: 'recorded' },
  ];
};

type Cost = { what: string; usd: number; from: string };

/** Dollars for 1,000 orders. */
export const orderCosts = ({ recorded }: Inputs): Cost[] => {
  const files = 1_000 * load.filesPerOrder;
  const api = requestsOf(1_000);
  const seconds = api * guesses.requestSeconds + 1_000 * guesses.sagaSeconds;
  const before = unitsBefore.create + unitsBefore.complete;
  return [
    { what: 'API Gateway', usd: api * 1e-6, from: 'routes' },
    {
      what: 'Lambda, 1 GB',
      usd: seconds * prices.lambdaGbSecond + (api + 5_000 + files) * prices.lambdaRequest,
      from: 'seconds guessed',
    },
    { what: 'Step Functions', usd: 6_000 * prices.transition, from: 'recorded' },
    { what: 'S3 PUT and COPY', usd: 2 * files * prices.s3Write, from: 'recorded' },
    {
      what: 'S3 GET and HEAD',
      usd: files * (recorded.heads + 2) * prices.s3Read,
      from: 'recorded',
    },
    {
      what: 'DynamoDB writes',
      usd: files * (before + recorded.writeUnits) * prices.writeUnit,
      from: 'recorded; before the payment reckoned',
    },
    { what: 'DynamoDB reads', usd: files * recorded.readUnits * prices.readUnit, from: 'recorded' },
    {
      what: 'SQS, a message for each arrival and payment',
      usd: (files + 1_000) * 3 * prices.sqsRequest,
      from: 'three requests a message',
    },
    { what: 'EventBridge', usd: 2_000 * prices.event, from: 'recorded' },
  ];
};
