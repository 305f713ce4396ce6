import { minimalFile } from '../../../tools/local/samples/minimal-file.ts';
import { orderIn, orderOf, pay } from '../../integration/orders/paid-order.ts';
import { uploaded } from '../../integration/shared/sample-upload.ts';
import type { Visitor } from '../../integration/shared/visitor.ts';

/** An uploaded file. */
export type SentFile = { uploadId: string; role: string; fileName: string; bytes: Buffer };

type NewFile = { role?: string; fileName?: string; contentType?: string; category?: string };

/** Uploads fresh random bytes. */
export const sendFile = async (visitor: Visitor, file: NewFile = {}): Promise<SentFile> => {
  const {
    role = 'photo',
    fileName = 'Grüße.jpg',
    contentType = 'image/jpeg',
    category = 'photo',
  } = file;
  const bytes = minimalFile(contentType, 100);
  const { uploadId } = await uploaded(visitor, bytes, {
    filename: fileName,
    contentType,
    category,
  });
  return { uploadId, role, fileName, bytes };
};

/** Orders files, pays, and waits until they are kept. */
export const paidOrder = async (visitor: Visitor, files: readonly SentFile[]): Promise<string> => {
  const order = await orderOf(visitor, files);
  await pay(order);
  return (await orderIn(visitor, 'completed', order)).orderId;
};

/** Makes a permalink. */
export const makeLink = async (
  visitor: Visitor,
  orderId: string,
  body: object = {},
): Promise<Record<string, string>> => (await visitor.post(`/orders/${orderId}/links`, body)).body;
