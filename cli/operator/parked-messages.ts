import type { Parked, SqsParked } from '../../adapters/operations/sqs-parked.ts';
import type { Access } from '../aws-access.ts';

// Loaded when they are used: `keepsake --help` waits for no SDK.

/** A dead-letter queue. */
export const openQueue = async (access: Access, url: string): Promise<SqsParked> => {
  const { SqsParked: Queue } = await import('../../adapters/operations/sqs-parked.ts');
  return new Queue(url, access);
};

/** Puts an event on the bus again, as it was. Throws `TransientFault` when it is not taken. */
export const putOnBus = async (access: Access, bus: string, { body }: Parked): Promise<void> => {
  const { putBackEvent } = await import('../../adapters/operations/put-back-event.ts');
  await putBackEvent(access, bus, body);
};
