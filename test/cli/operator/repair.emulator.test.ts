import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoBatches } from '../../../adapters/bulk/journal/dynamo-batches.ts';
import { DynamoRegisteredFiles } from '../../../adapters/operations/dynamo-registered-files.ts';
import { S3KeptVersions } from '../../../adapters/storage/s3-kept-versions.ts';
import { S3Objects } from '../../../adapters/storage/s3-objects.ts';
import { DynamoUploads } from '../../../adapters/uploads/dynamo-uploads.ts';
import { findOrphans } from '../../../core/operations/find-orphans.ts';
import { documents, s3 } from '../../contracts/shared/emulator.ts';
import { freshId } from '../../contracts/shared/samples.ts';
import { anUpload } from '../../core/builders/records.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { orderIn } from '../../integration/orders/paid-order.ts';
import { deployed } from '../../integration/shared/deployed.ts';
import {
  givenUp,
  longAgo,
  plantedOrder,
  records,
  unremovedOrder,
} from '../../integration/shared/planted.ts';
import { leaveBytes } from '../../integration/shared/storage.ts';
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

describe('keepsake orders', () => {
  it('list --status failed: names the order, its owner and the cause', async () => {
    const { order } = await plantedOrder(visitor, { ...givenUp('failed'), sweptAt: longAgo });
    const { code, lines } = await keepsake('orders list --status failed');
    expect(code).toBe(0);
    expect(lines).toContainEqual(
      expect.objectContaining({ orderId: order.orderId, ownerId: order.ownerId }),
    );
  });

  it('show: names the failing file, the cause and what is still to do', async () => {
    const { order } = await plantedOrder(visitor, { ...givenUp('failed'), sweptAt: longAgo });
    const { code, stdout } = await here.run(`orders show ${order.orderId} --local`);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^failed because of photo: source missing: The uploaded file is gone\.$/m,
    );
    expect(stdout).toContain(`payment provider: refund  ${order.refund?.idempotencyKey}`);
  });

  it('retry: is refused until the refund is stopped, then completes the order', async () => {
    const { order } = await plantedOrder(visitor, { ...givenUp('failed'), sweptAt: longAgo });
    expect(await keepsake(`orders retry ${order.orderId}`)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('may have been paid out'),
    });
    const { code, lines } = await keepsake(`orders retry ${order.orderId} --refund-stopped`);
    expect([code, lines]).toMatchObject([0, [{ orderId: order.orderId }]]);
    expect((await orderIn(visitor, 'completed', order)).migration.attempt).toBe(2);
  });

  it('compensate: removes what could not be removed before', async () => {
    const { order, kept } = await unremovedOrder(visitor);
    const { code, lines } = await keepsake(`orders compensate ${order.orderId}`);
    expect([code, lines, await kept()]).toMatchObject([
      0,
      [{ migration: { status: 'failed' } }],
      [],
    ]);
  });

  it('show: of an order that is not there ends with 5', async () => {
    expect((await keepsake(`orders show ${freshId('ord')}`)).code).toBe(5);
  });

  it('refuses who is no operator', async () => {
    expect((await keepsake(`orders list --status failed --token ${visitor.token}`)).code).not.toBe(
      0,
    );
    const { order } = await plantedOrder(visitor, { ...givenUp('failed'), sweptAt: longAgo });
    expect(
      (await keepsake(`orders retry ${order.orderId} --refund-stopped --token ${visitor.token}`))
        .code,
    ).toBe(4);
  });
});

describe('keepsake reconcile', () => {
  it('names what it would look at, and with --apply looks at it', async () => {
    const { order } = await plantedOrder(visitor);
    const { code, lines } = await keepsake('reconcile');
    expect(code).toBe(0);
    expect(lines).toContainEqual(expect.objectContaining({ orderId: order.orderId }));
    expect((await keepsake('reconcile --apply')).lines[0]).toHaveProperty('orders.started');
    expect((await orderIn(visitor, 'completed', order)).migration.attempt).toBe(1);
  });
});

describe('keepsake orphans', () => {
  const prefix = `photos/${freshId('ord')}/`;
  const key = `${prefix}${freshId('upl')}`;
  const missing = {
    uploadId: freshId('upl'),
    bucket: deployed.filesBucket,
    status: 'permanent' as const,
    updatedAt: longAgo,
  };
  let versionId: string;
  let kept: { key: string; versionId?: string | undefined };

  beforeAll(async () => {
    versionId = await leaveBytes(
      { bucket: deployed.filesBucket, key },
      { 'keepsake-order': 'ord_none', 'keepsake-attempt': '1' },
    );
    const uploads = new DynamoUploads(documents, deployed.tables.uploads);
    await uploads.create(anUpload({ ...missing, key: `${prefix}gone`, versionId: 'gone' }));
    const there = { ...missing, uploadId: freshId('upl') };
    const permanent = { bucket: deployed.filesBucket, key: `${prefix}${there.uploadId}` };
    kept = anUpload({
      ...there,
      ...permanent,
      versionId: await leaveBytes(permanent, { 'keepsake-order': 'ord_none' }),
    });
    await uploads.create(kept as ReturnType<typeof anUpload>);
  });

  /** The same, on a day on which what is planted here is old. */
  const twoDaysLater = async (apply: boolean) => {
    const [versions, entries]: [string[], string[]] = [[], []];
    const clock = new FixedClock(new Date(Date.now() + 2 * 86_400_000).toISOString());
    const report = await findOrphans(
      {
        kept: new S3KeptVersions(s3, deployed.filesBucket),
        registered: new DynamoRegisteredFiles(documents, deployed.tables.uploads),
        objects: new S3Objects(s3, { multipartCopyBytes: Number.MAX_SAFE_INTEGER }),
        uploads: new DynamoUploads(documents, deployed.tables.uploads),
        orders: records,
        batches: new DynamoBatches(documents, deployed.tables.batches, clock),
        clock,
        filesBucket: deployed.filesBucket,
      },
      {
        prefix,
        apply,
        onVersion: (orphan) => versions.push(`${orphan.key}@${orphan.versionId}`),
        onMissing: ({ uploadId }) => entries.push(uploadId),
        onUnreadable: () => undefined,
      },
    );
    return { report, versions, entries };
  };

  it('judges nothing that is younger than a day, with --apply neither', async () => {
    const { code, lines } = await keepsake(`orphans --prefix ${prefix} --apply`);
    expect([code, lines]).toMatchObject([0, [{ kind: 'summary', versions: 2, removed: 0 }]]);
  });

  it('finds both kinds, and nothing that is referenced', async () => {
    const { versions, entries, report } = await twoDaysLater(false);
    expect([versions, entries, report.removed]).toEqual([
      [`${key}@${versionId}`],
      [missing.uploadId],
      0,
    ]);
  });

  it('with --apply removes the version, and leaves the entry to people', async () => {
    expect((await twoDaysLater(true)).report).toMatchObject({ removed: 1, missing: 1 });
    expect(await twoDaysLater(false)).toMatchObject({ versions: [], entries: [missing.uploadId] });
    expect(kept.versionId).toEqual(expect.any(String));
  });
});
