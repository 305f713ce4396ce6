import { setTimeout as pause } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { scanEvents } from '../../../core/event-names.ts';
import type { Deployed } from '../deploy.ts';
import { awsAt } from '../signed-fetch.ts';
import { type NewObject, newObjectsOf } from './new-objects.ts';
import { hasTestVirus } from './test-virus.ts';

type Stage = Pick<Deployed, 'endpoint' | 'uploadsBucket' | 'eventBusName'>;

type Options = { onTrouble: (message: string) => void; name?: string };

const scanner = 'local scanner';

/**
 * A scanner for a stage on this machine: the EICAR test file is infected, everything else is clean.
 * It hears of uploads and tells its verdicts as any scanner of one's own would. `name` is that of
 * its queue and rule.
 */
export const startScanner = async (
  { endpoint, uploadsBucket: bucket, eventBusName }: Stage,
  { onTrouble, name = 'keepsake-local-scanner' }: Options,
): Promise<{ stop(): Promise<void> }> => {
  const aws = awsAt(endpoint);
  const s3 = new S3Client({ ...aws, forcePathStyle: true });
  const events = new EventBridgeClient(aws);
  const scan = async (object: NewObject): Promise<void> => {
    const verdict = await judge(s3, bucket, object);
    if (verdict === undefined) return;
    const { source: Source, finished: DetailType } = scanEvents;
    const Detail = JSON.stringify({ bucket, key: object.key, ...verdict, scanner });
    const Entries = [{ EventBusName: eventBusName, Source, DetailType, Detail }];
    await events.send(new PutEventsCommand({ Entries }));
  };
  const next = await newObjectsOf(aws, { bucket, name });
  const stopping = new AbortController();
  const { signal } = stopping;
  const scanAll = async (): Promise<void> => {
    while (!signal.aborted)
      await next(signal, scan).catch(async (error: Error) => {
        if (signal.aborted) return;
        onTrouble(`the local scanner failed, and goes on: ${error.message}`);
        await pause(1000, undefined, { signal }).catch(() => undefined);
      });
  };
  const ended = scanAll();
  return {
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
};

type Verdict = { result: 'clean' | 'infected'; reason?: string };

/** Reads the object; `undefined` if it is gone. */
const judge = async (
  s3: S3Client,
  bucket: string,
  { key, versionId }: NewObject,
): Promise<(Verdict & { versionId: string }) | undefined> => {
  try {
    const { Body, VersionId = versionId } = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }),
    );
    const infected = await hasTestVirus(Body as AsyncIterable<Uint8Array>);
    return {
      versionId: `${VersionId}`,
      ...(infected ? { result: 'infected', reason: 'EICAR test file' } : { result: 'clean' }),
    };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
};
