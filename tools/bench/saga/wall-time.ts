import { CopyObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { copySource } from '../../../adapters/storage/s3-copy-source.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { makeSampleFiles } from '../../local/samples/sample-files.ts';
import type { Machine } from '../plain-saga/deploy.ts';
import { execute } from './executions.ts';
import { median } from './median.ts';
import { placeOrder, placeUpload } from './place-order.ts';
import { ms, table } from './table.ts';
import { pay, runOf, runSaga } from './warm/in-process.ts';
import type { World } from './world.ts';

/** Medians of an order's wall time in milliseconds, and the executions that were measured. */
export type WallTimes = {
  bare: number;
  inProcess: number;
  ours: number;
  plain: number;
  ourArns: string[];
  plainArns: string[];
};

const warmups = 2;
const samples = makeSampleFiles();

/** The same four real files moved in four ways, one order at a time, after warming up. */
export const measureWallTime = async (
  world: World,
  ours: Machine,
  plain: Machine,
  runs: number,
): Promise<WallTimes> => {
  const bare = await repeat(runs, () => bareOnce(world));
  const inProcess = await repeat(runs, () => inProcessOnce(world));
  const ourRuns = await repeat(runs, () => executeOnce(world, ours));
  const plainRuns = await repeat(runs, () => executeOnce(world, plain));
  return {
    bare: median(bare),
    inProcess: median(inProcess),
    ours: median(ourRuns.map((run) => run.ms)),
    plain: median(plainRuns.map((run) => run.ms)),
    ourArns: ourRuns.map(({ executionArn }) => executionArn),
    plainArns: plainRuns.map(({ executionArn }) => executionArn),
  };
};

const repeat = async <Result>(runs: number, work: () => Promise<Result>): Promise<Result[]> => {
  const results: Result[] = [];
  for (let run = 0; run < runs + warmups; run++) results.push(await work());
  return results.slice(warmups);
};

const bareOnce = async (world: World): Promise<number> => {
  const uploads = await Promise.all(samples.map((file) => placeUpload(world, file)));
  return measureMs(() => Promise.all(uploads.map((upload) => copyAndLook(world, upload))));
};

const measureMs = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

const copyAndLook = async (
  { s3, filesBucket }: World,
  upload: Upload & { versionId?: string | undefined },
): Promise<void> => {
  const from = { bucket: upload.bucket, key: upload.key, versionId: upload.versionId ?? 'null' };
  const target = { Bucket: filesBucket, Key: `bare/${upload.uploadId}` };
  await s3.send(
    new CopyObjectCommand({ ...target, CopySource: copySource(from), IfNoneMatch: '*' }),
  );
  const source = { Bucket: from.bucket, Key: from.key, VersionId: from.versionId };
  await Promise.all(
    [target, source].map((object) =>
      s3.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' })),
    ),
  );
};

const inProcessOnce = async (world: World): Promise<number> => {
  const orderId = await placeOrder(world, samples);
  return measureMs(() => runSaga(world, orderId));
};

const executeOnce = async (world: World, { stateMachineArn }: Machine) => {
  const orderId = await placeOrder(world, samples);
  await pay(world, orderId);
  return execute(world.sfn, stateMachineArn, runOf(orderId));
};

/** MiniStack sleeps this long before every execution; AWS does not. */
export const emulatorSleepMs = 150;

/** Wall times, with what the emulator adds taken off in a column of its own. */
export const wallTable = ({ bare, inProcess, ours, plain }: WallTimes): string =>
  table(
    ['four real files, one order at a time', 'ms', 'without the emulator’s pause'],
    [
      ['bare S3 calls: 4 × (COPY, then 2 HEAD), files in parallel', ms(bare), ms(bare)],
      [
        'Keepsake’s use cases in one process (payment to announcement)',
        ms(inProcess),
        ms(inProcess),
      ],
      ['Keepsake, deployed: Step Functions and Lambda', ms(ours), ms(ours - emulatorSleepMs)],
      ['plain saga, deployed', ms(plain), ms(plain - emulatorSleepMs)],
    ],
  );
