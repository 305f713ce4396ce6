import { pauseBatch } from '../../../core/bulk/steer-batch.ts';
import { steeringCommand } from '../steering-command.ts';

/** `keepsake pause`. */
export const command = steeringCommand(
  'pause',
  'stop a batch after what is in flight, wherever it runs; resume goes on',
  pauseBatch,
);
