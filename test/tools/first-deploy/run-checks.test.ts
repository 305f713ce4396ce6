import { describe, expect, it } from '@jest/globals';
import { type Check, CheckFailed } from '../../../tools/first-deploy/check.ts';
import { runChecks } from '../../../tools/first-deploy/run-checks.ts';
import type { DeployedStage } from '../../../tools/first-deploy/stage/deployed-stage.ts';
import { Leftovers } from '../../../tools/first-deploy/stage/leftovers.ts';

const stageWith = (isEmulator: boolean, leftovers = new Leftovers()) =>
  ({ isEmulator, leftovers }) as DeployedStage;

const check = (more: Partial<Check>): Check => ({
  name: 'a fact',
  remedy: 'repair it',
  run: async () => undefined,
  ...more,
});

const runOne = async (more: Partial<Check>, { isEmulator = false, quick = false } = {}) =>
  (await runChecks([check(more)], stageWith(isEmulator), { quick }))[0];

describe('a check', () => {
  it('passes with what it found worth saying', async () => {
    expect(await runOne({ run: async () => '403' })).toEqual({
      name: 'a fact',
      verdict: 'pass',
      why: '403',
    });
  });

  it('fails with what was found and what to do', async () => {
    const run = async () => Promise.reject(new CheckFailed('the answer is 200 instead of 403'));
    expect(await runOne({ run })).toEqual({
      name: 'a fact',
      verdict: 'fail',
      why: 'the answer is 200 instead of 403',
      remedy: 'repair it',
    });
  });

  it('fails, and does not end the run, when AWS throws something else', async () => {
    const denied = Object.assign(new Error('not authorized'), { name: 'AccessDenied' });
    expect(await runOne({ run: () => Promise.reject(denied) })).toMatchObject({
      verdict: 'fail',
      why: 'AccessDenied: not authorized',
    });
  });

  it('is skipped on an emulator that cannot show it', async () => {
    expect(await runOne({ onlyAws: 'it has no IAM' }, { isEmulator: true })).toMatchObject({
      verdict: 'skipped',
      why: 'not on an emulator: it has no IAM',
    });
  });

  it('is never skipped on AWS for what an emulator cannot do', async () => {
    expect(await runOne({ onlyAws: 'it has no IAM' })).toMatchObject({ verdict: 'pass' });
  });

  it('is skipped where the stage is configured without what it is about', async () => {
    expect(
      await runOne({ run: async () => ({ skipped: 'no category admits such a file' }) }),
    ).toEqual({
      name: 'a fact',
      verdict: 'skipped',
      why: 'no category admits such a file',
    });
  });

  it('is skipped by --quick when it takes traffic', async () => {
    expect(await runOne({ notQuick: 'it sends a burst' }, { quick: true })).toMatchObject({
      verdict: 'skipped',
    });
    expect(await runOne({ notQuick: 'it sends a burst' })).toMatchObject({ verdict: 'pass' });
  });
});

describe('the end of a run', () => {
  it('removes what was made, last first, after a failure as well', async () => {
    const removed: string[] = [];
    const run = async ({ leftovers }: DeployedStage) => {
      for (const what of ['queue', 'rule']) leftovers.add(what, async () => removed.push(what));
      throw new CheckFailed('no');
    };
    await runChecks([check({ run })], stageWith(false), { quick: false });
    expect(removed).toEqual(['rule', 'queue']);
  });

  it('comes early when it is interrupted, and removes what was made all the same', async () => {
    const controller = new AbortController();
    const removed: string[] = [];
    const run = async ({ leftovers }: DeployedStage) => {
      leftovers.add('queue', async () => removed.push('queue'));
      controller.abort();
      return undefined;
    };
    const results = await runChecks(
      [check({ run }), check({ name: 'another' })],
      stageWith(false),
      {
        quick: false,
        signal: controller.signal,
      },
    );
    expect({ removed, names: results.map(({ name }) => name) }).toEqual({
      removed: ['queue'],
      names: ['a fact', 'everything this run made is removed again'],
    });
  });

  it('fails when something could not be removed, and still removes the rest', async () => {
    const leftovers = new Leftovers();
    const removed: string[] = [];
    leftovers.add('queue', async () => removed.push('queue'));
    leftovers.add('rule', () => Promise.reject(new Error('AccessDenied')));
    const results = await runChecks([], stageWith(false, leftovers), { quick: false });
    expect(results).toEqual([
      expect.objectContaining({ verdict: 'fail', why: 'still there: rule (AccessDenied)' }),
    ]);
    expect(removed).toEqual(['queue']);
  });
});
