import { makeLink } from '../calls/make-link.ts';
import { byId } from '../dom.ts';
import { alone, type Memory, note, remember } from '../memory.ts';
import { dayText } from '../model/words.ts';
import type { Shop } from '../shop-parts.ts';
import { Step } from '../step.ts';

/** A card to print: the order's permalink as a QR code. */
export const cardStep = (shop: Shop) => {
  const step = new Step('card');
  step.onClick('make-card', () =>
    alone('card', async () => {
      const { order, link } = remember();
      if (link || !order) return;
      note({ link: await makeLink(shop.keepsake, order.orderId) });
    }),
  );
  step.onClick('print-card', async () => print());
  return (memory: Memory): void => {
    const { order, link } = memory;
    const kept = order?.isPaid ? shop.orders.of(order.orderId)?.order : undefined;
    if (kept?.status !== 'completed') {
      step.enter('later');
      return;
    }
    if (link) {
      showCard(link);
      showPicture(shop, memory).catch((error: unknown) => step.fail(error));
    }
    step.enter(link ? 'done' : 'now');
  };
};

const showCard = ({ url, qrSvgUrl, expiresAt }: NonNullable<Memory['link']>): void => {
  const code = byId<HTMLImageElement>('card-code');
  if (code.src !== qrSvgUrl) code.src = qrSvgUrl;
  byId<HTMLAnchorElement>('card-link').href = url;
  byId('card-address').textContent = url;
  byId('card-until').textContent = `Good until ${dayText(expiresAt)}`;
};

/** The picture's address works for minutes, so each page asks for a new one. */
const showPicture = async ({ keepsake }: Shop, { files }: Memory): Promise<void> => {
  const picture = files.find(isPicture);
  const image = byId<HTMLImageElement>('card-picture');
  image.hidden = picture === undefined;
  if (picture && !image.src) image.src = (await keepsake.downloadUrl(picture.uploadId)).url;
};

const isPicture = ({ fileName }: { fileName: string }): boolean =>
  /\.(jpe?g|png|webp|avif|gif)$/i.test(fileName);
