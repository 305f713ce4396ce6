import { describe, expect, it } from '@jest/globals';
import type { ProviderNews, SentWebhook } from '../../../core/payments/model/provider-news.ts';
import type { PaymentWebhooks } from '../../../core/payments/ports.ts';

/** A state of a payment at the provider. Amounts are in the major unit. */
export type AtProvider = {
  paymentId: string;
  orderId?: string;
  paid: { value: number; currency: string } | undefined;
  refunds?: { refundId: string; status: 'pending' | 'settled' | 'refused'; value: number }[];
  disputes?: { disputeId: string; status: 'open' | 'won'; value: number }[];
};

export type Subject = {
  webhooks: PaymentWebhooks;
  /** The webhooks that the provider sends when a payment has come to this state. */
  sent(state: AtProvider): SentWebhook[];
  /** A webhook that somebody else made up about the same payment. */
  forged(state: AtProvider): SentWebhook;
  /** The same subject, while the provider or its secret cannot be asked. */
  unreachable(): PaymentWebhooks;
  paymentId: string;
};

/** Contract tests of every payment provider whose webhooks Keepsake receives itself. */
export function describePaymentWebhooks(name: string, makeSubject: () => Promise<Subject>): void {
  describe(`${name} as PaymentWebhooks`, () => {
    const euros = (value: number) => ({ value, currency: 'EUR' });

    const read = async ({ webhooks, sent }: Subject, state: AtProvider): Promise<ProviderNews[]> =>
      (await Promise.all(sent(state).map(async (sent) => [...(await webhooks.read(sent))]))).flat();

    it('tells a payment in the major unit, under the id of its order', async () => {
      const subject = await makeSubject();
      const { paymentId } = subject;
      const news = await read(subject, { paymentId, orderId: 'ord_1', paid: euros(49.9) });
      expect(news.map(({ event }) => event)).toEqual([
        {
          detailType: 'PaymentSucceeded',
          detail: { orderId: 'ord_1', paymentId, amount: euros(49.9) },
        },
      ]);
    });

    it.each([
      ['JPY', 5000],
      ['KWD', 1.23],
    ])('tells an amount in %s as ISO 4217 counts it', async (currency, value) => {
      const subject = await makeSubject();
      const { paymentId } = subject;
      const [news] = await read(subject, {
        paymentId,
        orderId: 'ord_1',
        paid: { value, currency },
      });
      expect(news?.event.detail.amount).toEqual({ value, currency });
    });

    it('tells nothing of a payment that is not paid, or names no order of ours', async () => {
      const subject = await makeSubject();
      const { paymentId } = subject;
      expect(await read(subject, { paymentId, orderId: 'ord_1', paid: undefined })).toEqual([]);
      expect(await read(subject, { paymentId, paid: euros(1) })).toEqual([]);
      expect(await read(subject, { paymentId, orderId: 'shop-7', paid: euros(1) })).toEqual([]);
    });

    it.each(['pending', 'settled', 'refused'] as const)(
      'tells a refund that is %s',
      async (status) => {
        const subject = await makeSubject();
        const { paymentId } = subject;
        const refunds = [{ refundId: 're_1', status, value: 20 }];
        const news = await read(subject, {
          paymentId,
          orderId: 'ord_1',
          paid: euros(49.9),
          refunds,
        });
        const told = news.filter(({ event }) => event.detailType === 'PaymentRefundChanged');
        expect(told.map(({ event }) => event.detail)).toMatchObject([
          { paymentId, orderId: 'ord_1', refundId: 're_1', status, amount: euros(20) },
        ]);
      },
    );

    it.each(['open', 'won'] as const)('tells a dispute that is %s', async (status) => {
      const subject = await makeSubject();
      const { paymentId } = subject;
      const disputes = [{ disputeId: 'dp_1', status, value: 49.9 }];
      const news = await read(subject, {
        paymentId,
        orderId: 'ord_1',
        paid: euros(49.9),
        disputes,
      });
      const told = news.filter(({ event }) => event.detailType === 'PaymentDisputed');
      expect(told.map(({ event }) => event.detail)).toMatchObject([
        { paymentId, disputeId: 'dp_1', status, amount: euros(49.9) },
      ]);
    });

    it('gives a repetition the same key, and another state another one', async () => {
      const subject = await makeSubject();
      const { paymentId } = subject;
      const state = { paymentId, orderId: 'ord_1', paid: euros(49.9) };
      const refunds = [{ refundId: 're_1', status: 'settled' as const, value: 20 }];
      const [first, again, later] = [
        await read(subject, state),
        await read(subject, state),
        await read(subject, { ...state, refunds }),
      ];
      const keys = (news: ProviderNews[]) => news.map(({ key }) => key);
      expect(keys(again)).toEqual(keys(first));
      expect(keys(later).filter((key) => !keys(first).includes(key))).toHaveLength(1);
    });

    it('believes nothing that somebody else sends', async () => {
      const subject = await makeSubject();
      const { paymentId } = subject;
      const state = { paymentId, orderId: 'ord_1', paid: euros(0.01) };
      const forged = subject.webhooks.read(subject.forged(state));
      const told = await forged.then((news) => [...news]).catch((error) => error.name);
      expect([[], 'NotSignedIn']).toContainEqual(told);
    });

    it.each(['', '{', 'null', '{"id":1}', 'id=', '\u0000'])('refuses the body %j', async (body) => {
      const { webhooks } = await makeSubject();
      await expect(webhooks.read({ body, headers: {} })).rejects.toMatchObject({
        name: expect.stringMatching(/^(InvalidInput|NotSignedIn)$/),
      });
    });

    it('asks for a repetition while it cannot know', async () => {
      const subject = await makeSubject();
      const { paymentId } = subject;
      const [webhook] = subject.sent({ paymentId, orderId: 'ord_1', paid: euros(1) });
      await expect(
        subject.unreachable().read(webhook ?? { body: '', headers: {} }),
      ).rejects.toMatchObject({ name: 'TransientFault', retryable: true });
    });
  });
}
