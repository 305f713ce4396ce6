import type { CalledRight } from './called-rights.ts';

/** Work that several functions do through one use case, and the calls that belong to it. */
type SharedWork = { of: string; by: readonly string[]; calls: RegExp };

/**
 * What the first function was seen calling, the others call as well: their own emulator tests need
 * not repeat each branch of the use case.
 */
const sharedWork: readonly SharedWork[] = [
  // core/retention/erase-upload.ts
  {
    of: 'erase',
    by: [...['finish-jobs', 'make-variants', 'operators', 'serve-promotions', 'upkeep']],
    calls: /./,
  },
  // core/jobs/finish-job.ts and publish-job-events.ts
  {
    of: 'finish-jobs',
    by: ['serve-promotions', 'upkeep', 'make-variants'],
    calls: /^events:|JobsTable/,
  },
  // core/orders/remove-copies.ts
  {
    of: 'remove-copies',
    by: ['operators', 'upkeep', 'work-bulk', 'serve-promotions'],
    calls: /^s3:/,
  },
  // core/storage/keep-copy.ts and prove-copy.ts
  { of: 'copy-files', by: ['serve-promotions'], calls: /^s3:/ },
  { of: 'verify-files', by: ['copy-files', 'serve-promotions'], calls: /^s3:/ },
  // core/orders/publish-order-event.ts
  { of: 'announce', by: ['upkeep'], calls: /^events:/ },
];

/** Calls of a function that another one, which does the same work, was seen making. */
export const sharedCalls = (
  record: Readonly<Record<string, CalledRight[]>>,
  name: string,
): CalledRight[] =>
  sharedWork
    .filter(({ by }) => by.includes(name))
    .flatMap(({ of, calls }) => (record[of] ?? []).filter((right) => calls.test(right)));
