import { parseArgs } from 'node:util';
import { stageConfig } from '../../lib/config.ts';
import { RotationRefused } from './rotation-refused.ts';

export const usage = `npm run rotate-delivery-key -- --stage <stage> [--unused]
  Makes a new key that signs delivery URLs: private half into Secrets Manager, public half
  into delivery-keys/<stage>.json.
  --unused   although the newest key never signed anything
  Exit codes: 0 rotated, 1 failed, 2 wrong usage or no such stage, 4 refused;
  the message says what to do
Environment: AWS_PROFILE, AWS_REGION, and whatever else the AWS SDK reads
`;

/**
 * The options; `undefined` for wrong usage. Throws `InvalidConfiguration` or `RotationRefused` for
 * a stage without keys.
 */
export const readOptions = (args: string[]): { stage: string; unused: boolean } | undefined => {
  const options = {
    stage: { type: 'string' },
    unused: { type: 'boolean', default: false },
  } as const;
  const { stage, unused } = ((): { stage?: string | undefined; unused: boolean } => {
    try {
      return parseArgs({ args, options }).values;
    } catch {
      return { unused: false };
    }
  })();
  if (stage === undefined) return undefined;
  if (stageConfig(stage).delivery.enabled) return { stage, unused };
  throw new RotationRefused(
    `Stage '${stage}' does not deliver through CloudFront (delivery.enabled in ` +
      'lib/config.ts): it needs no keys.',
  );
};
