import type { Order } from '@keepsake/client';

/** The states that an order's executions have entered so far. */
export type Steps = { steps: { id: string; name: string; at: string }[] };

/** The shop's own server refused, or does not answer; the message is for people. */
export class ShopProblem extends Error {
  override readonly name = 'ShopProblem';
}

const ask = async <T>(path: string, token: string | undefined, body: object): Promise<T> => {
  const response = await fetch(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new ShopProblem('The shop does not answer. Is “npm start” still running?');
  });
  const answer = await response.json();
  if (!response.ok) throw new ShopProblem(answer.detail);
  return answer;
};

/** The calls of the shop's own server; tools/local/shop/shop-routes.ts answers them. */
export const server = {
  pay: (token: string | undefined, orderId: string, checkout?: string) =>
    ask('payments', token, { orderId, checkout }),
  checkout: (token: string | undefined, orderId: string) =>
    ask<{ url: string }>('checkouts', token, { orderId }),
  lose: (token: string | undefined, uploadId: string) => ask('losses', token, { uploadId }),
  steps: (token: string | undefined, { orderId }: Order) => ask<Steps>('steps', token, { orderId }),
};

/** One of the sample files. */
export const sampleFile = async (name: string): Promise<File> => {
  const response = await fetch(`samples/${name}`).catch(() => undefined);
  if (!response?.ok) throw new ShopProblem('The sample files cannot be read.');
  const blob = await response.blob();
  return new File([blob], name, { type: blob.type });
};
