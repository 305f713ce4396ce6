import { pauseBatch } from '../../../core/bulk/steer-batch.ts';
import { steeringCommand } from '../steering-command.ts';

/** `keepsake pause`. */
export const command = steeringCommand(
  'pause',
  'stop a batch after the files in flight, wherever it runs; resume continues',
  pauseBatch,
);
