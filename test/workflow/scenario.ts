import fc from 'fast-check';
import type { KeptChecksum } from '../fakes/storage/memory-objects.ts';
import { taskNames } from './definition.ts';
import { always, type PortFault, type TaskFault, taskFaultKinds } from './faults.ts';

/** Objects that may already exist under a permanent key. */
export type Stranger = 'same bytes, same owner' | 'same bytes, no owner' | 'other bytes';

const happenings = ['erase', 'replace', 'corrupt the copy', 'pay again', 'pay twice'] as const;
type Happening = (typeof happenings)[number];

/** Something outside that happens while a task begins; `file` counts round the order's files. */
export type Meanwhile = { state: string; nth: number; file: number; what: Happening };

/** One story about one order. */
export type Scenario = {
  files: { required: boolean; checksum: KeptChecksum; there: boolean }[];
  copyChecksum: KeptChecksum;
  strangers: { file: number; kind: Stranger }[];
  payments: ('first' | 'second' | 'wrong amount')[];
  meanwhile: Meanwhile[];
  tasks: TaskFault[];
  ports: PortFault[];
};

const forward = [
  'Claim order',
  'Copy files',
  'Verify files',
  'Commit order',
  'Announce completion',
];

const calls = [
  ...['find', 'save', 'saveFile', 'commit'].map((operation) => `orders.${operation}`),
  ...['head', 'copy', 'sha256', 'versions', 'removeVersion', 'abortMultiparts'].map(
    (operation) => `objects.${operation}`,
  ),
  ...[
    'uploads.findMany',
    'bus.publish',
    'alerts.raise',
    'migrations.start',
    'migrations.isRunning',
  ],
];
/** Calls whose effect may come after the caller has given up. */
const writes = [
  'orders.save',
  'orders.saveFile',
  'orders.commit',
  'objects.copy',
  'objects.removeVersion',
  'bus.publish',
];

const checksum = fc.constantFrom<KeptChecksum>('sha256', 'sha256', 'crc64nvme', 'none');
const times = fc.constantFrom(1, 1, 2, 6, 6, 13, always);

// The alert comes last. If it could never be sent, no one would know, so its one outage ends in
// time.
const bounded = (fault: TaskFault): TaskFault => {
  return fault.state === 'Alert the operators'
    ? { ...fault, times: Math.min(fault.times ?? 1, 12) }
    : fault;
};

const isOnlyOutage = ({ state }: TaskFault, index: number, all: readonly TaskFault[]): boolean =>
  state !== 'Alert the operators' || all.findIndex((other) => other.state === state) === index;

const taskFault: fc.Arbitrary<TaskFault> = fc
  .record({
    state: fc.constantFrom(...taskNames),
    kind: fc.constantFrom(...taskFaultKinds),
    nth: fc.integer({ min: 1, max: 8 }),
    times,
  })
  .map(bounded);

const plainFault = fc.record({
  call: fc.constantFrom(...calls),
  kind: fc.constantFrom('before', 'after'),
  nth: fc.integer({ min: 1, max: 20 }),
  times,
});
const lateFault = fc.record({
  call: fc.constantFrom(...writes),
  kind: fc.constant('late'),
  nth: fc.integer({ min: 1, max: 20 }),
  times,
});
const portFault = fc.oneof(plainFault, lateFault) as fc.Arbitrary<PortFault>;

const meanwhile: fc.Arbitrary<Meanwhile> = fc.record({
  state: fc.constantFrom(...forward),
  nth: fc.integer({ min: 1, max: 3 }),
  file: fc.nat(29),
  what: fc.constantFrom(...happenings),
});

const stranger = fc.record({
  file: fc.nat(29),
  kind: fc.constantFrom<Stranger>('same bytes, same owner', 'same bytes, no owner', 'other bytes'),
});

const file = fc.record({
  required: fc.boolean(),
  checksum,
  there: fc.boolean(),
});

/** Most faults of compensation are met only on the way there: two stories out of three take it. */
const troubles: { meanwhile?: Meanwhile; task?: TaskFault }[] = [
  {},
  { meanwhile: { state: 'Claim order', nth: 1, file: 0, what: 'erase' } },
  { meanwhile: { state: 'Copy files', nth: 1, file: 1, what: 'erase' } },
  { meanwhile: { state: 'Verify files', nth: 1, file: 0, what: 'corrupt the copy' } },
  { task: { state: 'Verify files', kind: 'before', times: 6 } },
  { task: { state: 'Commit order', kind: 'timeout', times: 6 } },
];

/** Orders of 1-30 files with one to four faults, and a world that does not stand still. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    files: fc.oneof(
      fc.array(file, { minLength: 1, maxLength: 5 }),
      fc.array(file, { minLength: 1, maxLength: 30, size: 'max' }),
    ),
    copyChecksum: checksum,
    strangers: fc.oneof(
      { weight: 9, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(stranger, { maxLength: 2 }) },
    ),
    payments: fc.array(fc.constantFrom('first', 'second', 'wrong amount'), { maxLength: 3 }),
    trouble: fc.constantFrom(...troubles),
    meanwhile: fc.array(meanwhile, { maxLength: 2 }),
    faults: fc.array(fc.oneof(taskFault, portFault), { minLength: 1, maxLength: 4, size: 'max' }),
  })
  .map(({ faults, files, payments, trouble, ...rest }) => ({
    ...rest,
    meanwhile: trouble.meanwhile ? [trouble.meanwhile, ...rest.meanwhile] : rest.meanwhile,
    // A required file that never arrives is fault 3, and waits for ever.
    files: files.map(({ required, checksum: kept, there }) => ({
      required,
      checksum: kept,
      there: there || required,
    })),
    payments: [...payments, 'first' as const],
    tasks: [
      ...faults.filter((fault) => 'state' in fault).filter(isOnlyOutage),
      ...(trouble.task ? [trouble.task] : []),
    ],
    ports: faults.filter((fault) => 'call' in fault),
  })) as fc.Arbitrary<Scenario>;
