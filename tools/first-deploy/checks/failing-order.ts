import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { orderEvents } from '../../../core/event-names.ts';
import { atRest } from '../at-rest.ts';
import { type Check, expectEqual, expectThat } from '../check.ts';
import { pay } from '../samples/payment.ts';
import { ended, keptVersions, placeTestOrder } from '../samples/test-order.ts';
import { askApi } from '../stage/ask-api.ts';
import { type Heard, listenerOf } from '../stage/listener.ts';
import { oncePerStage } from '../stage/once-per-stage.ts';

const failingOrderOf = oncePerStage(async (stage) => {
  await listenerOf(stage);
  const placed = await placeTestOrder(stage);
  const [lost] = placed.uploads.values();
  await stage.s3.send(
    new DeleteObjectCommand({
      Bucket: stage.uploadsBucket,
      Key: lost?.key,
      VersionId: lost?.versionId,
    }),
  );
  await pay(stage, placed.order);
  return { ...(await ended(placed)), lost, token: placed.api.token };
});

/** An order that cannot be kept: one of its required sources is gone. */
export const failingOrderChecks: readonly Check[] = [
  {
    name: 'an order whose source is gone is compensated: no copy stays, the refund is on record',
    remedy: 'see the execution <order>-1 in Step Functions and the log of remove-copies',
    async run(stage) {
      const { orderId, migration, refund } = await failingOrderOf(stage);
      expectEqual('the migration', migration.status, 'failed');
      expectEqual('the reason', migration.error?.code, 'source_missing');
      expectThat(refund?.idempotencyKey, 'no refund is on record');
      expectEqual(
        'the number of versions left in permanent storage',
        (await keptVersions(stage, orderId)).length,
        0,
      );
      return undefined;
    },
  },
  {
    name: 'a file whose version is gone from storage is answered with 410',
    remedy:
      'see the log of delivery: S3 answers 403 for a missing version to roles without ' +
      's3:ListBucketVersions',
    async run(stage) {
      const { lost, token } = await failingOrderOf(stage);
      const path = `/uploads/${lost?.uploadId}/download?format=json`;
      expectEqual('the answer', (await askApi(stage, { token, method: 'GET', path })).status, 410);
      return '410';
    },
  },
  {
    name: 'its refund is asked for on the bus',
    remedy:
      'see the log of announce; your payment integration listens for this event (docs/payments.md)',
    async run(stage) {
      const { orderId, refund } = await failingOrderOf(stage);
      const listener = await listenerOf(stage);
      const { detail } = await listener.next(
        orderEvents.failed,
        (heard) => heard.kind === orderEvents.failed && heard.orderId === orderId,
      );
      const asked = detail.refund as { requested?: boolean; idempotencyKey?: string } | undefined;
      expectThat(asked?.requested, 'the event does not ask for a refund');
      expectEqual('its idempotency key', asked.idempotencyKey, refund?.idempotencyKey);
      return asked.idempotencyKey;
    },
  },
  {
    name: 'its alert reaches the topic, exactly one',
    remedy:
      'see the state Alert the operators of the execution: its role must be allowed to publish. ' +
      'More than one: see which function published, in the logs of watch-executions and upkeep',
    async run(stage) {
      const { orderId } = await failingOrderOf(stage);
      const listener = await listenerOf(stage);
      const isAlert = (heard: Heard) => heard.from === 'topic' && heard.orderId === orderId;
      const { kind } = await listener.next('the alert', isAlert);
      expectThat(await atRest(stage, orderId), 'the stage did not come to rest to count alerts');
      const alerts = (await listener.all()).filter(isAlert);
      expectEqual('the number of its alerts', alerts.length, 1);
      return kind;
    },
  },
];
