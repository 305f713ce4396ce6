import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { SqsCheckRequests } from '../../../adapters/uploads/sqs-check-requests.ts';
import { local } from '../shared/emulator.ts';
import { makeQueue } from '../shared/emulator-queue.ts';
import { describeCheckRequests } from './describe-check-requests.ts';

const credentials = async () => ({ accessKeyId: 'test', secretAccessKey: 'test' });

describeCheckRequests('SqsCheckRequests', async () => {
  const queue = await makeQueue();
  const { region, endpoint } = local;
  return {
    checks: new SqsCheckRequests({
      region,
      endpoint,
      credentials,
      clock: new SystemClock(),
      queueUrl: queue.url,
    }),
    received: async () => JSON.parse(await queue.next()).check,
  };
});
