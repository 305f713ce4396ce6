import { deliveryKeySecret } from '../../lib/delivery/delivery-keys.ts';
import type { Rotation } from './rotate.ts';

/** The rotation's outcome and the next steps. */
export const describeRotation = (stage: string, { made, dropped }: Rotation): string =>
  [
    `New private ${made.length === 1 ? 'key' : 'keys'} in Secrets Manager:${named(stage, made)}`,
    dropped.length > 0
      ? 'No longer accepted after the next deployment; its secret can be restored for 30 ' +
        `days:${named(stage, dropped)}`
      : '',
    `Next:\n  1. commit delivery-keys/${stage}.json (public keys are no secret)\n  2. npm ` +
      `run deploy -- --stage ${stage}\n  3. open one file`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');

const named = (stage: string, keys: Rotation['made']): string =>
  keys.map((key) => `\n  ${deliveryKeySecret(stage, key)}`).join('');
