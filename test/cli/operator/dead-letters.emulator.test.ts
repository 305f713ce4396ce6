import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshId } from '../../contracts/shared/samples.ts';
import { orderIn } from '../../integration/orders/paid-order.ts';
import { ask } from '../../integration/shared/deployed.ts';
import { givenUp, heldBy, longAgo, plantedOrder } from '../../integration/shared/planted.ts';
import { queueUrl } from '../../integration/shared/queues.ts';
import { aVisitor, type Visitor } from '../../integration/shared/visitor.ts';
import { atEmulator } from '../bulk/real-storage.ts';
import type { Workplace } from '../run-keepsake.ts';

let here: Workplace;
let visitor: Visitor;

beforeAll(async () => {
  here = atEmulator();
  visitor = await aVisitor();
});

afterAll(() => here.remove());
const keepsake = (commandLine: string) => here.run(`${commandLine} --local --json`);

const park = async (queue: Parameters<typeof queueUrl>[0], body: object): Promise<string> => {
  const input = { QueueUrl: await queueUrl(queue), MessageBody: JSON.stringify(body) };
  return (await ask<{ MessageId: string }>('sqs', 'SendMessage', input)).MessageId;
};

const runbook = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');

const toLook = [...runbook.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(
  ([, block = '']) => block.match(/^keepsake .*$/gm) ?? [],
);

describe('where the runbook says to look', () => {
  it.each(toLook)('%s', async (command) => {
    const { order } = await plantedOrder(visitor, { ...givenUp('failed'), sweptAt: longAgo });
    const { code, stderr } = await keepsake(
      command.replace(/^keepsake /, '').replace('$ORDER', order.orderId),
    );
    expect([code, stderr.includes('keepsake:')]).toEqual([0, false]);
  });
});

/**
 * Not those of stacks and choices that a local stage lacks, which
 * test/cli/operator/dead-letters.program.test.ts has, nor what would take other suites' messages away.
 */
const ofQueues = [
  ...new Set([...runbook.matchAll(/`(keepsake dlq [^`$]+)`/g)].map(([, command = '']) => command)),
].filter(
  (command) =>
    !/refunds|captures|webhooks|scans|table-exports|redrive (payment|execution)/.test(command),
);

describe('what the runbook says to do about dead letters', () => {
  it.each(ofQueues)('%s', async (command) => {
    const { code, stderr } = await keepsake(command.replace(/^keepsake /, ''));
    expect([code, stderr.includes('keepsake:')]).toEqual([0, false]);
  });
});

describe('keepsake dlq', () => {
  it('list: counts what waits in every dead-letter queue', async () => {
    const { lines } = await keepsake('dlq list');
    expect(lines.map(({ queue }) => String(queue)).toSorted()).toEqual([
      'execution-watch-ended',
      'payment-intake-payments',
      'promotions-requests',
      'reconciler',
      'refund-intake-refunds',
      'sweeper',
      'upload-arrivals',
      'upload-counter',
    ]);
  });

  it('list <queue>: shows messages without losing them', async () => {
    const messageId = await park('unreconciled', { orderId: 'ord_1' });
    for (let look = 0; look < 2; look += 1)
      expect((await keepsake('dlq list reconciler')).lines).toContainEqual(
        expect.objectContaining({ messageId }),
      );
  });

  it('drop: drops with --apply only, and only the message it is told', async () => {
    const [one, other] = [await park('unreconciled', {}), await park('unreconciled', {})];
    const idsLeft = async () =>
      (await keepsake('dlq list reconciler')).lines.map(({ messageId }) => String(messageId));
    await keepsake(`dlq drop reconciler --message ${one}`);
    expect(await idsLeft()).toEqual(expect.arrayContaining([one, other]));
    await keepsake(`dlq drop dead-letters-reconciler --message ${one} --apply`);
    expect(await idsLeft()).toContain(other);
    expect(await idsLeft()).not.toContain(one);
  });

  it('redrive: sends messages back to whoever could not handle them', async () => {
    const { order } = await plantedOrder(visitor, { migration: heldBy(freshId('run')) });
    const runId = order.migration.runId ?? '';
    const input = JSON.stringify({ orderId: order.orderId, attempt: 1, runId });
    await park('unwatched', { detail: { name: runId, status: 'FAILED', input } });
    const { code, lines } = await keepsake('dlq redrive execution-watch-ended');
    expect([code, lines[0]?.queue]).toEqual([0, 'execution-watch-ended']);
    expect((await orderIn(visitor, 'completed', order)).migration.attempt).toBe(2);
  });

  it('redrive: refuses what has nowhere to go back to', async () => {
    expect((await keepsake('dlq redrive reconciler')).code).toBe(4);
  });
});
