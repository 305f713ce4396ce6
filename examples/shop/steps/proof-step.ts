import type { Order } from '@keepsake/client';
import { proveFile } from '../calls/prove-file.ts';
import { byId, element, fill } from '../dom.ts';
import type { Memory } from '../memory.ts';
import { proofText } from '../model/words.ts';
import type { Shop } from '../shop-parts.ts';
import { Step } from '../step.ts';

type File = Order['files'][number];

/** The kept files: role, bytes, SHA-256, and how the copy was verified. */
export const proofStep = (shop: Shop) => {
  const step = new Step('proof');
  let files: readonly File[] = [];
  step.onClick('prove', async () => step.say(await proveAll(shop, files)));
  return ({ order }: Memory): void => {
    const kept = order?.isPaid ? shop.orders.of(order.orderId)?.order : undefined;
    if (kept?.status !== 'completed') {
      step.enter('later');
      return;
    }
    files = kept.files;
    fill(byId('proof-rows'), ...files.map(rowOf));
    step.enter('done');
  };
};

const proveAll = async ({ keepsake }: Shop, files: readonly File[]): Promise<string> => {
  const proofs = await Promise.all(files.map((file) => proveFile(keepsake, file)));
  const others = files.filter((_, index) => !proofs[index]).map(({ role }) => role);
  if (others.length > 0) return `Other bytes than were sent: ${others.join(', ')}.`;
  return `Read back and hashed in this browser: all ${files.length} are the bytes that were sent.`;
};

const rowOf = ({ role, sizeBytes = 0, sha256, verifiedBy }: File): HTMLElement =>
  element(
    'tr',
    {},
    element('th', { scope: 'row' }, role),
    element('td', { class: 'number', 'data-label': 'Bytes' }, sizeBytes.toLocaleString('en')),
    element('td', { 'data-label': 'SHA-256' }, element('code', {}, `${sha256}`)),
    element('td', { 'data-label': 'Verified by' }, verifiedBy ? proofText[verifiedBy] : ''),
  );
