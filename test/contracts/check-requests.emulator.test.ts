import { SqsCheckRequests } from '../../adapters/sqs-check-requests.ts';
import { SystemClock } from '../../adapters/system-clock.ts';
import { describeCheckRequests } from './describe-check-requests.ts';
import { local } from './emulator.ts';
import { makeQueue } from './emulator-queue.ts';

const credentials = async () => ({ accessKeyId: 'test', secretAccessKey: 'test' });

describeCheckRequests('SqsCheckRequests', async () => {
  const queue = await makeQueue();
  const { region, endpoint } = local;
  return {
    checks: new SqsCheckRequests({ region, endpoint, credentials, clock: new SystemClock(), queueUrl: queue.url }),
    received: async () => JSON.parse(await queue.next()).check,
  };
});
