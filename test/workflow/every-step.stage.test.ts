import { describe, expect, it } from '@jest/globals';
import { taskNames } from './definition.ts';
import { always, type Faults, type TaskFaultKind } from './faults.ts';
import { remember, violations } from './invariants.ts';
import type { Saga } from './saga-harness.ts';
import { endState, eraseSource, payAndFinish, permanent, sagaOf } from './sample-order.ts';

type Story = 'kept' | 'refunded' | 'retried';

const forward = [
  'Claim order',
  'Copy files',
  'Verify files',
  'Commit order',
  'Announce completion',
];

/** A story in which the state is entered. */
const storyWith = (state: string): Story => {
  if (forward.includes(state)) return 'kept';
  return state === 'Request another attempt' ? 'retried' : 'refunded';
};

/** Three files; refunded: a required one is gone; retried: a copy is corrupted once. */
const tell = async (story: Story, faults: Faults = {}): Promise<Saga> => {
  const saga = sagaOf(3, faults);
  if (story === 'refunded') await eraseSource(saga.world, 'file-02');
  const corrupt = async () => {
    const at = permanent('file-01');
    if (await saga.world.objects.head(at)) saga.world.objects.corrupt(at, 'rotten');
  };
  if (story === 'retried') saga.hooks.push({ state: 'Verify files', nth: 1, act: corrupt });
  return saga;
};

const once = (state: string, kind: TaskFaultKind): Faults => ({ tasks: [{ state, kind }] });

const cases = (kinds: readonly TaskFaultKind[]): [string, TaskFaultKind][] =>
  taskNames.flatMap((state) => kinds.map((kind): [string, TaskFaultKind] => [state, kind]));

describe('a fault once, at any task', () => {
  it.each(cases(['before', 'after', 'timeout', 'timeout-after', 'late']))(
    '%s, %s: the retry absorbs it',
    async (state, kind) => {
      const story = storyWith(state);
      const undisturbed = await payAndFinish(await tell(story));
      const saga = await payAndFinish(await tell(story, once(state, kind)));
      expect(undisturbed.executions.flatMap(({ entered }) => entered)).toContain(state);
      expect(await endState(saga)).toEqual(await endState(undisturbed));
      expect(saga.executions).toHaveLength(undisturbed.executions.length);
    },
  );
});

describe('a fault once, while another attempt is due', () => {
  it.each<TaskFaultKind>(['before', 'after', 'timeout', 'timeout-after', 'late'])(
    'Fail order, %s: one more attempt, not two',
    async (kind) => {
      const undisturbed = await payAndFinish(await tell('retried'));
      const saga = await payAndFinish(await tell('retried', once('Fail order', kind)));
      expect(await endState(saga)).toEqual(await endState(undisturbed));
      expect(saga.executions.map(({ run }) => run.runId)).toEqual(['ord_1-1', 'ord_1-2']);
    },
  );
});

describe('an execution that dies, at any task', () => {
  it.each(cases(['fatal', 'TIMED_OUT', 'ABORTED']))(
    '%s, %s: all that must hold, holds',
    async (state, kind) => {
      const saga = await tell(storyWith(state), once(state, kind));
      const then = await remember(saga);
      await payAndFinish(saga);
      expect(await violations(saga, then, new Set(['temp/usr_alice/upl_file-02']))).toEqual([]);
    },
  );
});

describe('a fault for as long as anybody tries, at any task', () => {
  it.each(cases(['before', 'after', 'timeout', 'timeout-after']))(
    '%s, %s: kept, or undone and refunded',
    async (state, kind) => {
      const saga = await tell(storyWith(state), { tasks: [{ state, kind, times: always }] });
      const then = await remember(saga);
      await payAndFinish(saga);
      expect(await violations(saga, then, new Set(['temp/usr_alice/upl_file-02']))).toEqual([]);
    },
  );

  it.each(['Announce completion', 'Commit order'])(
    '%s, after its effect: the order is kept all the same',
    async (state) => {
      const saga = await payAndFinish(
        await tell('kept', { tasks: [{ state, kind: 'after', times: always }] }),
      );
      expect((await endState(saga)).status).toBe('completed');
    },
  );

  it.each(['Claim order', 'Copy files', 'Verify files', 'Commit order'])(
    '%s, before its effect: refunded after two attempts',
    async (state) => {
      const saga = await payAndFinish(
        await tell('kept', { tasks: [{ state, kind: 'before', times: always }] }),
      );
      expect(await endState(saga)).toMatchObject({
        status: 'refund_requested',
        migration: 'failed',
        kept: [],
      });
    },
  );
});
