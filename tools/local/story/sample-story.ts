import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { documentClient } from '../../../adapters/dynamo/document.ts';
import { DynamoOrders } from '../../../adapters/orders/dynamo-orders.ts';
import { S3Objects } from '../../../adapters/storage/s3-objects.ts';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import type { Orders } from '../../../core/orders/ports.ts';
import type { ObjectStore } from '../../../core/storage/ports.ts';
import { type Api, openSession } from '../api.ts';
import type { Deployed } from '../deploy.ts';
import { LocalProblem } from '../local-problem.ts';
import { makeSampleFiles, type SampleFile } from '../samples/sample-files.ts';
import { awsAt } from '../signed-fetch.ts';
import { checkCompensated, checkCompleted } from './check-order.ts';
import { executionReader } from './execution-steps.ts';
import { followPermalink, type Permalink } from './follow-permalink.ts';
import { LiveView, type Screen } from './live-view.ts';
import { payOrder } from './pay-order.ts';
import { reportTable } from './report-table.ts';
import { placeOrder } from './sample-order.ts';
import { type Watched, watchMigration } from './watch-migration.ts';

/** The two sample orders, their session, and a permalink to a file of the first. */
export type Story = {
  token: string;
  completedOrderId: string;
  failedOrderId: string;
  permalink: string;
};

const missingRole = 'waveform';
const linkedRole = 'photo';

/**
 * Two sample orders, shown as they happen: one that is kept, one that is made to fail. Throws
 * `LocalProblem` when anything is wrong.
 */
export const tellStory = async (deployed: Deployed, screen: Screen): Promise<Story> => {
  const stage = setStage(deployed, screen);
  const storage = { objects: stage.objects, filesBucket: deployed.filesBucket };
  const samples = makeSampleFiles();
  const api = await openSession(deployed.apiUrl);

  screen.write('\nA paid order: its files move to permanent storage\n');
  const first = await placeOrder(api, samples);
  screen.write(`${uploadedLine(samples)}${paidLine(first.order)}`);
  const kept = await migrate(stage, first.order, api.getOrder);
  insist(`Order ${first.order.orderId}`, await checkCompleted(storage, kept.order, samples));
  screen.write(
    `\n${keptTable(kept, await verifiedMs(stage, kept), screen.columns)}` +
      '  read back and hashed: the same bytes. ' +
      `Completed ${kept.totalMs} ms after the payment.\n`,
  );

  const link = await linkOf(samples, deployed.apiUrl, api, first.order.orderId);
  screen.write(linkLine(link));

  screen.write(`\nAnother one, made to fail: its ${missingRole} is deleted before the payment\n`);
  const second = await placeOrder(api, samples);
  const { key = '', versionId = '' } = second.uploads.get(missingRole) ?? {};
  await stage.objects.removeVersion({ bucket: deployed.uploadsBucket, key, versionId });
  screen.write(`${uploadedLine(samples)}  deleted ${key}\n${paidLine(second.order)}`);
  const { order: failed, totalMs } = await migrate(stage, second.order, api.getOrder);
  insist(`Order ${failed.orderId}`, await checkCompensated(storage, failed, missingRole));
  screen.write(
    `\n${undoneTable(failed)}  failed ${totalMs} ms after the payment: ` +
      `${failed.migration.error?.message}\n`,
  );
  screen.write(
    `  compensated; refund requested once, idempotency key ${failed.refund?.idempotencyKey}\n`,
  );
  return {
    token: api.token,
    completedOrderId: first.order.orderId,
    failedOrderId: second.order.orderId,
    permalink: link.url,
  };
};

type Stage = {
  deployed: Deployed;
  screen: Screen;
  bus: EventBridgeClient;
  objects: ObjectStore;
  orders: Pick<Orders, 'find'>;
  sfn: SFNClient;
};

const setStage = (deployed: Deployed, screen: Screen): Stage => {
  const client = awsAt(deployed.endpoint);
  const objects = new S3Objects(new S3Client({ ...client, forcePathStyle: true }), {
    multipartCopyBytes: Number.MAX_SAFE_INTEGER,
  });
  return {
    deployed,
    screen,
    objects,
    orders: new DynamoOrders(documentClient(new DynamoDBClient(client)), deployed.tables),
    bus: new EventBridgeClient(client),
    sfn: new SFNClient(client),
  };
};

const uploadedLine = (files: readonly SampleFile[]): string => {
  const sizes = files.map(
    ({ fileName, bytes }) => `${fileName} (${Math.ceil(bytes.length / 1024)} KB)`,
  );
  return `  uploaded ${sizes.join(', ')}\n`;
};

const paidLine = ({ orderId, amount }: OrderView): string =>
  `  order ${orderId}, paid ${amount.value} ${amount.currency} through the event bus\n`;

const migrate = async (
  { deployed, screen, bus, sfn }: Stage,
  order: OrderView,
  getOrder: (id: string) => Promise<OrderView>,
) => {
  const readExecutions = await executionReader(sfn, deployed.orderStateMachineArn);
  const watching = watchMigration({
    orderId: order.orderId,
    getOrder,
    readExecutions,
    view: new LiveView(screen),
  });
  const [watched] = await Promise.all([watching, payOrder(bus, deployed.eventBusName, order)]);
  return watched;
};

const insist = (what: string, problems: readonly string[]): void => {
  if (problems.length > 0)
    throw new LocalProblem(
      `${what} is not as it should be:\n${problems.map((text) => `  - ${text}`).join('\n')}`,
    );
};

const keptTable = (
  { order }: Watched,
  verified: ReadonlyMap<string, number>,
  columns?: number,
): string =>
  reportTable(
    ['role', 'permanent key', 'bytes', 'SHA-256', 'verified by', 'ms'],
    order.files.map(({ role, permanentKey = '', sizeBytes, sha256 = '', verifiedBy = '' }) => {
      return [
        role,
        permanentKey,
        `${sizeBytes}`,
        sha256,
        verifiedBy,
        String(verified.get(role) ?? '–'),
      ];
    }),
    columns,
  );

/** When each file was verified, in milliseconds after the payment: the ledger has it. */
const verifiedMs = async (
  { orders }: Stage,
  { order: { orderId }, paidAt }: Watched,
): Promise<Map<string, number>> => {
  const found = await orders.find(orderId);
  if (!found) throw new LocalProblem(`The table has no order ${orderId}.`);
  return new Map(found.files.map(({ role, updatedAt }) => [role, Date.parse(updatedAt) - paidAt]));
};

const linkOf = (
  samples: readonly SampleFile[],
  apiUrl: string,
  api: Api,
  orderId: string,
): Promise<Permalink> => {
  const sample = samples.find(({ role }) => role === linkedRole);
  if (!sample) throw new LocalProblem(`No sample file is a ${linkedRole}.`);
  return followPermalink(apiUrl, api, orderId, sample);
};

const linkLine = ({ url, expiresAt, servedBy }: Permalink): string =>
  `\n  permalink to the ${linkedRole}, good until ${expiresAt.slice(0, 10)}: ${url}\n  ` +
  `followed: 303 to ${servedBy}, the same bytes\n`;

const undoneTable = ({ files }: OrderView): string =>
  reportTable(
    ['role', 'upload', 'state', 'left in permanent storage'],
    files.map(({ role, uploadId, status, failure }) => [
      role,
      uploadId,
      failure ? `${status} (${failure.code})` : status,
      'nothing',
    ]),
  );
