import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { StatsView } from '../../../core/retention/get-stats.ts';
import { type Check, expectEqual, expectThat } from '../check.ts';
import { randomFile } from '../samples/test-order.ts';
import { askApi } from '../stage/ask-api.ts';
import { askAsOperator } from '../stage/ask-as-operator.ts';
import { askUntil } from '../stage/ask-until.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { aVisitor } from '../stage/visitor.ts';

/** An upload's last counted state. On a busy stage, other uploads move the counters, too. */
const countedAs = async (
  { documents, statsTable }: DeployedStage,
  uploadId: string,
): Promise<string[]> => {
  const Key = { scope: `counted#${uploadId}`, counter: 'upload' };
  const { Item } = await documents.send(
    new GetCommand({ TableName: statsTable, Key, ConsistentRead: true }),
  );
  return (Item?.labels as string[] | undefined) ?? [];
};

const counted: Check = {
  name: 'an upload is counted from the table’s stream',
  remedy:
    'see the log of count-uploads, its event source mapping and its dead letters: stats and ' +
    'quotas stand still without it',
  async run(stage) {
    const { sendFile } = await aVisitor(stage);
    const { uploadId, category } = await sendFile(randomFile(stage));
    const labels = await askUntil(`the count of upload ${uploadId} as uploaded`, async () => {
      const now = await countedAs(stage, uploadId);
      return now.includes('status#uploaded') ? now : undefined;
    });
    expectThat(labels.includes(`category#${category}`), `it is counted as ${labels.join(', ')}`);
    return labels.join(', ');
  },
};

const read: Check = {
  name: 'the stats can be read by operators, and by nobody else',
  remedy: 'see the log of operators-read',
  async run(stage) {
    const { token } = await aVisitor(stage);
    expectEqual(
      'the answer to a visitor',
      (await askApi(stage, { token, method: 'GET', path: '/stats' })).status,
      403,
    );
    const { status, body } = await askAsOperator<StatsView>(stage, {
      handler: 'Handlers/operators-read',
      routeKey: 'GET /stats',
      query: { days: '1' },
    });
    expectEqual('the answer to an operator', status, 200);
    const { total } = body;
    expectThat(total.files >= 1, `it counts ${total.files} files`);
    return `${total.files} files, ${total.bytes} bytes`;
  },
};

/** Checks of the counters and of the right to read them. */
export const statsChecks: readonly Check[] = [counted, read];
