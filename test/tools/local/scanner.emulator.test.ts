import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scanFinishedEventSchema } from '../../../core/scans/model/scan-news.ts';
import { startScanner } from '../../../tools/local/scanner/local-scanner.ts';
import { testVirus } from '../../../tools/local/scanner/test-virus.ts';
import { eventBridge, local, s3 } from '../../contracts/shared/emulator.ts';
import { makeQueue, type Queue } from '../../contracts/shared/emulator-queue.ts';
import { freshId } from '../../contracts/shared/samples.ts';

const bucket = freshId('scanned').replace('_', '-');
const troubles: string[] = [];
let verdicts: Queue;
let scanner: { stop(): Promise<void> };

/** A bucket like the one of uploads, and a queue that hears what the scanner tells. */
beforeAll(async () => {
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(
    new PutBucketVersioningCommand({
      Bucket: bucket,
      VersioningConfiguration: { Status: 'Enabled' },
    }),
  );
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    }),
  );
  verdicts = await makeQueue();
  const pattern = { 'detail-type': ['ScanFinished'], detail: { bucket: [bucket] } };
  const rule = { EventBusName: local.eventBusName, Name: bucket };
  await eventBridge.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(pattern) }));
  await eventBridge.send(
    new PutTargetsCommand({
      EventBusName: local.eventBusName,
      Rule: bucket,
      Targets: [{ Id: 'verdicts', Arn: verdicts.arn }],
    }),
  );
  scanner = await startScanner(
    { ...local, uploadsBucket: bucket },
    { name: bucket, onTrouble: (message) => troubles.push(message) },
  );
});
afterAll(() => scanner.stop());

const put = async (key: string, Body: Buffer): Promise<string | undefined> =>
  (await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body }))).VersionId;

const verdict = async () => scanFinishedEventSchema.parse(JSON.parse(await verdicts.next())).detail;

describe('the scanner of npm start', () => {
  it('tells of every new object, as the stage reads it: EICAR is infected, a photo clean', async () => {
    const key = 'temp/ses_1/a photo+1.jpg';
    const clean = await put(key, Buffer.from('a photo'));
    expect(await verdict()).toEqual({
      bucket,
      key,
      versionId: clean,
      result: 'clean',
      scanner: 'local scanner',
    });
    const infected = await put(key, Buffer.concat([Buffer.from('a photo'), testVirus]));
    expect(await verdict()).toEqual({
      bucket,
      key,
      versionId: infected,
      result: 'infected',
      reason: 'EICAR test file',
      scanner: 'local scanner',
    });
    expect(troubles).toEqual([]);
  });

  it('passes over an object that is gone, and goes on', async () => {
    await put('temp/ses_1/gone', Buffer.from('gone'));
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'temp/ses_1/gone' }));
    await put('temp/ses_1/there', Buffer.from('there'));
    const keys: string[] = [];
    while (!keys.includes('temp/ses_1/there')) keys.push((await verdict()).key);
    expect(keys.length).toBeLessThanOrEqual(2);
    expect(troubles).toEqual([]);
  });
});
