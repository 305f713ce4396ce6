import type { Order } from '@keepsake/client';
import { placeOrder } from '../calls/place-order.ts';
import { isOver } from '../calls/watch-order.ts';
import { byId, element, fill } from '../dom.ts';
import { alone, type KnownFile, type Memory, note, remember } from '../memory.ts';
import { categoryOf } from '../model/category.ts';
import { roleOf } from '../model/role.ts';
import { orderText } from '../model/words.ts';
import { showSaga } from '../saga-view.ts';
import { sampleFile, server } from '../server.ts';
import { settings } from '../settings.ts';
import type { Shop } from '../shop-parts.ts';
import { Step } from '../step.ts';

const lostName = 'waveform.png';

/** An order of the sample files that loses one of them on purpose, and the one in its place. */
export const failStep = (shop: Shop) => {
  const step = new Step('fail');
  step.onClick('make-it-fail', () => {
    step.say('Sending four files, ordering them, losing one…');
    return makeItFail(shop);
  });
  step.onClick('repair', () => {
    step.say('Sending the lost file again…');
    return repair(shop);
  });
  return (memory: Memory): void => {
    const { order, lost, repaired } = memory;
    const first = order?.isPaid ? shop.orders.of(order.orderId) : undefined;
    const seen = lost?.isPaid ? shop.orders.of(lost.orderId) : undefined;
    byId('fail-do').hidden = lost?.isPaid === true;
    byId('repair-do').hidden = !seen?.order.refund || repaired?.isPaid === true;
    step.showError(lost && shop.orders.errorOf(lost.orderId));
    if (seen) showSaga('fail-view', step, seen);
    if (seen?.order.refund) showRefund(seen.order);
    showRepaired(shop, step, memory);
    const again = repaired && shop.orders.of(repaired.orderId);
    const mayFail = first !== undefined && isOver(first.order);
    step.enter(again && isOver(again.order) ? 'done' : mayFail ? 'now' : 'later');
  };
};

/** Goes on where an earlier page stopped: orders, then loses one upload, then pays. */
const makeItFail = (shop: Shop): Promise<void> =>
  alone('lost', async () => {
    const lost = remember().lost ?? (await placeLost(shop));
    note({ lost });
    const { token } = remember();
    const upload = lost.files.find(({ fileName }) => fileName === lostName);
    if (upload && !lost.isLost) await server.lose(token, upload.uploadId);
    note({ lost: { ...lost, isLost: true } });
    await server.pay(token, lost.orderId);
    note({ lost: { ...lost, isLost: true, isPaid: true } });
  });

type Lost = NonNullable<Memory['lost']>;

const placeLost = async (shop: Shop): Promise<Lost> => {
  const files = await Promise.all(settings.samples.map((name) => sendSample(shop, name)));
  const { orderId } = await placeOrder(shop.keepsake, files);
  return { orderId, files };
};

const sendSample = async ({ keepsake }: Shop, name: string): Promise<KnownFile> => {
  const file = await sampleFile(name);
  const { uploadId, sizeBytes } = await keepsake.upload(file, { category: categoryOf(file.type) });
  return { uploadId, sizeBytes, fileName: name, role: roleOf(name, []) };
};

const repair = (shop: Shop): Promise<void> =>
  alone('repaired', async () => {
    const { lost, repaired: known } = remember();
    if (!lost || known?.isPaid) return;
    const repaired = known ?? (await placeAgain(shop, lost));
    note({ repaired });
    await server.pay(remember().token, repaired.orderId);
    note({ repaired: { ...repaired, isPaid: true } });
  });

/** The lost file is sent again, and ordered with those that are still there. */
const placeAgain = async (shop: Shop, { files }: Lost): Promise<{ orderId: string }> => {
  const again = await sendSample(shop, lostName);
  const others = files.filter(({ fileName }) => fileName !== lostName);
  const { orderId } = await placeOrder(shop.keepsake, [...others, again]);
  return { orderId };
};

const showRefund = ({ files, refund, amount }: Order): void => {
  const removed = files.filter(({ status }) => status === 'removed').length;
  const price = `${amount.value.toFixed(2)} ${amount.currency}`;
  fill(
    byId('undone'),
    element('li', {}, `${removed} copies were removed; the uploads were left alone.`),
    element(
      'li',
      {},
      `A refund of ${price} is requested, once, under this key: `,
      element('code', {}, `${refund?.idempotencyKey}`),
    ),
  );
};

const showRepaired = (shop: Shop, step: Step, { repaired }: Memory): void => {
  const seen = repaired?.isPaid ? shop.orders.of(repaired.orderId) : undefined;
  if (!seen) return;
  showSaga('repair-view', step, seen);
  const isKept = seen.order.status === 'completed';
  step.say(isKept ? `Repaired. ${orderText(seen.order)}` : orderText(seen.order));
};
