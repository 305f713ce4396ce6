import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { verifyInStage } from '../../../cli/bulk/verify-in-stage.ts';
import { Output } from '../../../cli/output.ts';
import type { BatchTask } from '../../../core/bulk/model/batch.ts';
import { nothingVerified } from '../../../core/bulk/model/verification.ts';
import { sampleBatch } from '../../contracts/bulk/batch-samples.ts';

const listening = () => {
  const written: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      written.push(String(chunk));
      done();
    },
  });
  return { written, output: new Output({ stdout: stream, stderr: stream }, { json: false }) };
};

const startedAt = '2030-01-01T00:00:00.000Z';
const finishedAt = '2030-01-01T06:00:00.000Z';

/** A stage whose batch has these tasks, one look after the other. */
const stage = (...tasks: (BatchTask | undefined)[]) => {
  const asked: string[] = [];
  const answer = (lastTask?: BatchTask) => ({ ...(lastTask && { lastTask }) }) as never;
  return {
    asked,
    verify: async (batchId: string) => {
      asked.push(`verify ${batchId}`);
      return answer();
    },
    get: async (batchId: string) => {
      asked.push(`get ${batchId}`);
      return answer(tasks.length > 1 ? tasks.shift() : tasks[0]);
    },
  };
};

const never = new AbortController().signal;

const run = async (calls: ReturnType<typeof stage>, lastTask?: BatchTask, signal = never) => {
  const { output, written } = listening();
  const batch = sampleBatch({ batchId: 'bat_1', ...(lastTask && { lastTask }) });
  const code = await verifyInStage(calls, batch, { output, signal, waitMs: 1 });
  return { code, text: written.join('') };
};

const begun: BatchTask = { task: 'verify', startedAt };

describe('keepsake verify of a batch that the stage moved', () => {
  it('asks the stage, waits, and says what was found', async () => {
    const result = { ...nothingVerified, checked: 3, objects: 3 };
    const calls = stage(begun, begun, { ...begun, finishedAt, result, problems: [] });
    const { code, text } = await run(calls);
    expect(calls.asked).toEqual(['verify bat_1', 'get bat_1', 'get bat_1', 'get bat_1']);
    expect(text).toContain(
      '3 files compared, 3 objects below the prefix: 0 missing, 0 changed, 0 unreferenced',
    );
    expect(code).toBe(0);
  });

  it('ends with 3 and names the problems where there are some', async () => {
    const result = { ...nothingVerified, checked: 3, missing: 1 };
    const problems = ['missing: photos/legacy/a: Nothing is under its key.'];
    const { code, text } = await run(stage({ ...begun, finishedAt, result, problems }));
    expect(text).toContain(problems[0]);
    expect(code).toBe(3);
  });

  it('ends with 3 where slices were not gone over', async () => {
    const problems = ['6 of 16 slices of the batch were not verified.'];
    expect(await run(stage({ ...begun, finishedAt, problems }))).toMatchObject({ code: 3 });
  });

  it('does not take the outcome of an earlier verification for this one', async () => {
    const before = { ...begun, finishedAt: startedAt, result: { ...nothingVerified } };
    const result = { ...nothingVerified, changed: 1 };
    const calls = stage(before, begun, { ...begun, finishedAt, result });
    expect(await run(calls, before)).toMatchObject({ code: 3 });
  });

  it('leaves the verification to the stage after an interrupt', async () => {
    expect(await run(stage(begun), undefined, AbortSignal.abort())).toMatchObject({ code: 130 });
  });
});
