import { InvalidConfiguration } from './config.ts';
import type { Config } from './config-schema.ts';
import { noKeysWarning } from './delivery/delivery-keys.ts';
import { regionProblems, type StageProblem } from './region-problems.ts';

/** Facts that lie outside of a stage's configuration. */
export type StageFacts = { hasKeys: boolean; keysRegion?: string; region?: string };

/**
 * Problems of a stage's configuration before its first use. A stage that keeps its files when its
 * stacks are removed is a production stage: a problem that would make it useless stops its
 * deployment.
 */
export const stageProblems = (
  { stage, onRemoval, allowedOrigins, alertEmails, delivery, uploads }: Config,
  { hasKeys, keysRegion, region }: StageFacts,
): StageProblem[] => {
  const isProduction = onRemoval === 'keep';
  const delivers = delivery.enabled && hasKeys;
  const problems: StageProblem[] = regionProblems({
    stage,
    delivers,
    accelerates: uploads.accelerate === true,
    keysRegion,
    region,
  });
  if (!delivery.enabled)
    problems.push({ id: 'noCloudFront', message: noCloudFront(stage), stops: false });
  if (delivery.enabled && !hasKeys)
    problems.push({ id: 'noDeliveryKeys', message: noKeysWarning(stage), stops: isProduction });
  if (isProduction && allowedOrigins.includes('https://www.example.com'))
    problems.push({
      id: 'exampleOrigin',
      message:
        `allowedOrigins of stage '${stage}' is still https://www.example.com: no browser of ` +
        'your site could send a file. Set it in lib/config.ts.',
      stops: true,
    });
  if (isProduction && alertEmails.length === 0)
    problems.push({
      id: 'noAlertEmails',
      message:
        `alertEmails of stage '${stage}' is empty: alarms reach nobody unless you subscribe to ` +
        'the alert topic yourself. Set it in lib/config.ts.',
      stops: false,
    });
  return problems;
};

const noCloudFront = (stage: string): string =>
  `Stage '${stage}' has no CloudFront (delivery.enabled is false in lib/config.ts): S3 itself ` +
  'serves files by signed URLs. It lacks edge caches, delivery.domain, delivery.geo, ' +
  'delivery.webAclArn and the security headers of CloudFront.';

/**
 * Returns problems of a stage that is deployed all the same, except missing keys, of which
 * synthesis warns. Throws `InvalidConfiguration` for a stage that must not be deployed as it is.
 */
export const assertDeployable = (
  config: Config,
  facts: StageFacts,
  warn: (message: string) => void,
): void => {
  const problems = stageProblems(config, facts);
  const stopping = problems.filter(({ stops }) => stops);
  if (stopping.length > 0)
    throw new InvalidConfiguration(stopping.map(({ message }) => message).join('\n'));
  for (const { id, message } of problems) if (id !== 'noDeliveryKeys') warn(message);
};
