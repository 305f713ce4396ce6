import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { orderEvents } from '../../../core/event-names.ts';
import { type Check, expectEqual, expectThat } from '../check.ts';
import { keptOf, paidOrderOf, sourceOf } from '../samples/paid-order.ts';
import { keptVersions } from '../samples/test-order.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { executionsOf, historyOf } from '../stage/executions.ts';
import { type Heard, listenerOf } from '../stage/listener.ts';

const expectWholeChecksum = async (
  { s3 }: DeployedStage,
  what: string,
  at: { bucket: string; key: string; versionId: string },
) => {
  const { ChecksumSHA256, ChecksumType } = await s3.send(
    new HeadObjectCommand({
      Bucket: at.bucket,
      Key: at.key,
      VersionId: at.versionId,
      ChecksumMode: 'ENABLED',
    }),
  );
  expectEqual(`the checksum type of the ${what}`, ChecksumType, 'FULL_OBJECT');
  return ChecksumSHA256;
};

const namesOf = (executions: readonly { name?: string | undefined }[]): string =>
  executions.map(({ name }) => name).join(' ');

/** One order, paid by an event that came twice. */
export const paidOrderChecks: readonly Check[] = [
  {
    name: 'a paid order completes, every file verified by its SHA-256',
    remedy: 'see the execution <order>-1 in Step Functions and the log of the step that failed',
    async run(stage) {
      const { kept } = await paidOrderOf(stage);
      const { status, error } = kept.migration;
      expectEqual(`the migration (${error?.message ?? 'no error'})`, status, 'completed');
      const otherwise = kept.files
        .filter(({ verifiedBy }) => verifiedBy !== 'sha256')
        .map(({ role, verifiedBy }) => `${role} by ${verifiedBy}`);
      expectThat(
        otherwise.length === 0,
        `verified otherwise, which costs a read of every byte: ${otherwise.join(', ')}`,
      );
      return `${kept.files.length} files`;
    },
  },
  {
    name: 'source and copy carry the same full-object SHA-256',
    remedy:
      'the copy must ask for ChecksumAlgorithm SHA256 (adapters/storage/s3-copy.ts); without ' +
      'it every file is read twice',
    async run(stage) {
      const order = await paidOrderOf(stage);
      for (const file of order.kept.files) {
        const { role, sha256 } = file;
        const from = { bucket: stage.uploadsBucket, ...sourceOf(order, role) };
        expectEqual(
          `the source of ${role}`,
          await expectWholeChecksum(stage, `source of ${role}`, from),
          sha256,
        );
        const to = { bucket: stage.filesBucket, ...keptOf(file) };
        expectEqual(
          `the copy of ${role}`,
          await expectWholeChecksum(stage, `copy of ${role}`, to),
          sha256,
        );
      }
      return undefined;
    },
  },
  {
    name:
      'a payment delivered twice is committed once: one execution, one announcement, one ' +
      'version of each file',
    remedy: 'see the log of receive-payment; the order’s record says which run it trusts',
    async run(stage) {
      const { kept } = await paidOrderOf(stage);
      const listener = await listenerOf(stage);
      const isAnnouncement = ({ kind, orderId }: Pick<Heard, 'kind' | 'orderId'>) =>
        kind === orderEvents.completed && orderId === kept.orderId;
      await listener.next('the announcement', isAnnouncement);
      expectEqual(
        'the number of announcements',
        (await listener.all()).filter(isAnnouncement).length,
        1,
      );
      expectEqual(
        'what ran',
        namesOf(await executionsOf(stage, kept.orderId)),
        `${kept.orderId}-1`,
      );
      const keys = (await keptVersions(stage, kept.orderId)).map(({ key }) => key).sort();
      const expected = kept.files.map(({ permanentKey }) => permanentKey).sort();
      expectEqual('what permanent storage holds', keys.join(' '), expected.join(' '));
      return undefined;
    },
  },
  {
    name: 'an order costs six state transitions',
    remedy:
      'see the execution’s history: more means retries (look at the step’s log) or a ' +
      'definition that changed (docs/decisions/0002)',
    onlyAws: 'its histories leave out what happens inside a Map',
    async run(stage) {
      const { kept } = await paidOrderOf(stage);
      const entered = (await historyOf(stage, `${kept.orderId}-1`)).filter(({ type }) =>
        type?.endsWith('StateEntered'),
      );
      expectEqual('the number of states entered', entered.length, 6);
      return entered
        .map(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name)
        .join(', ');
    },
  },
];
