import { alice, filesBucket, stored } from '../core/builders/world.ts';
import { remember, violations } from './invariants.ts';
import type { Operation, Saga } from './saga-harness.ts';
import {
  amount,
  eraseSource,
  orderId,
  payment,
  permanent,
  replaceSource,
  roles,
  sagaOf,
  temporary,
} from './sample-order.ts';
import type { Meanwhile, Scenario, Stranger } from './scenario.ts';

const paymentsOf = {
  first: payment,
  second: { ...payment, paymentId: 'pay_2' },
  'wrong amount': { orderId, paymentId: 'pay_3', amount: { ...amount, value: 1 } },
};

const settle = ({ world: { objects } }: Saga, role: string, kind: Stranger): void => {
  const at = permanent(role);
  const bytes = kind === 'other bytes' ? 'somebody else’s bytes' : `bytes of upl_${role}`;
  const metadata = kind === 'same bytes, same owner' ? { 'keepsake-owner': alice.ownerId } : {};
  objects.put(at.bucket, at.key, bytes, { contentType: 'image/jpeg', metadata, ifNoneMatch: true });
};

/**
 * Plays a story to its end, and what operators do then to theirs, and answers what is wrong with
 * it, and how it ended.
 */
export const play = async (
  story: Scenario,
  operators: readonly Operation[] = [],
): Promise<{ broken: string[]; saga: Saga }> => {
  const names = roles(story.files.length);
  const at = (index: number): string => names[index % names.length] ?? '';
  const files = Object.fromEntries(
    story.files.map(({ required, checksum, there }, index) => [
      at(index),
      { required, checksum, arrived: there },
    ]),
  );
  const saga = sagaOf(files, { tasks: story.tasks, ports: story.ports });
  saga.world.objects.copyChecksum = story.copyChecksum;
  for (const [index, kind] of new Map(
    story.strangers.map((stranger) => [at(stranger.file), stranger.kind]),
  ))
    settle(saga, index, kind);
  const then = await remember(saga);
  const erased = new Set<string>();
  for (const event of story.meanwhile)
    saga.hooks.push({ ...event, act: () => happen(saga, event, at(event.file), erased) });
  for (const which of story.payments) saga.pay(paymentsOf[which]);
  await saga.settle();
  saga.faults.heal();
  saga.redrivePayments();
  await saga.settle();
  await saga.reconcileUntilQuiet();
  for (const operation of operators) await saga.operate(operation);
  if (operators.length > 0) await saga.reconcileUntilQuiet();
  return { broken: await violations(saga, then, erased), saga };
};

/**
 * Corrupts a copy before its verification. A verified copy stays as it is, also before its record
 * is written.
 */
const corrupt = async ({ world }: Saga, role: string): Promise<void> => {
  const { file } = await stored(world);
  const { status, permanentKey: key, versionId, created } = file(role) ?? {};
  const isUnseen =
    status === 'copied' && created && versionId && !world.objects.examined.has(versionId);
  if (isUnseen && key) world.objects.corrupt({ bucket: filesBucket, key, versionId }, 'rotten');
};

const happen = async (
  saga: Saga,
  { what }: Meanwhile,
  role: string,
  erased: Set<string>,
): Promise<void> => {
  if (what === 'erase') {
    erased.add(temporary(role).key);
    await eraseSource(saga.world, role);
  }
  if (what === 'corrupt the copy') await corrupt(saga, role);
  if (what === 'replace') replaceSource(saga.world, role);
  if (what === 'pay again') await saga.payMeanwhile(paymentsOf.first);
  if (what === 'pay twice') await saga.payMeanwhile(paymentsOf.second);
};
