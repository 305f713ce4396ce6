import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { catchLogs } from '../../log-lines.ts';
import { type StageOfAlice, stageOfAlice } from '../stage-of-alice.ts';
import { consumersOf } from './consumers.ts';
import { type EventKind, eventFields, eventKinds } from './event-kinds.ts';
import { eventJudgements, forged, rightMessages } from './event-ways.ts';

beforeEach(() => {
  catchLogs();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const kinds = Object.keys(eventKinds) as EventKind[];

/** What a message may bring about. A payment that is held for a person is none of it. */
const effectsIn = ({ world }: StageOfAlice): unknown =>
  structuredClone({
    orders: world.orders.all.map(
      ({ orderId, status, payment, refunds = [], disputes = [], migration }) => {
        return { orderId, status, payment, refunds, disputes, migration };
      },
    ),
    started: world.migrations.started,
    uploads: world.uploads.all,
    jobs: world.jobs.all,
    links: world.links.all,
    objects: world.objects.all,
  });

const take = (stage: StageOfAlice, kind: EventKind, message: unknown): Promise<void> =>
  consumersOf(stage)
    [eventKinds[kind].consumer](message)
    .catch(() => undefined);

const refusals = kinds.flatMap((kind) =>
  Object.entries(eventJudgements[kind]).flatMap(([field, judged]) =>
    typeof judged === 'string' ? [] : [{ kind, field, judged }],
  ),
);

describe('every field of a message', () => {
  it.each(kinds)('of the kind %s is judged, and no other is', (kind) => {
    expect(Object.keys(eventJudgements[kind]).sort()).toEqual(
      [...new Set(eventFields(kind))].sort(),
    );
  });

  it.each(kinds)('has its effect where all are right: %s', async (kind) => {
    const stage = await stageOfAlice();
    const message = await rightMessages[kind](stage);
    const before = effectsIn(stage);
    await take(stage, kind, message);
    expect(effectsIn(stage)).not.toEqual(before);
  });

  it.each(refusals)('has none where $field of $kind is forged', async ({ kind, judged }) => {
    const stage = await stageOfAlice();
    const message = await forged(kind, judged)(stage);
    const before = effectsIn(stage);
    await take(stage, kind, message);
    expect(effectsIn(stage)).toEqual(before);
  });
});
