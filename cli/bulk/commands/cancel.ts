import { cancelBatch } from '../../../core/bulk/steer-batch.ts';
import { steeringCommand } from '../steering-command.ts';

/** `keepsake cancel`. */
export const command = steeringCommand(
  'cancel',
  'end a batch as failed, wherever it runs; what was stored stays until rollback',
  cancelBatch,
);
