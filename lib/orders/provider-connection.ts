import { Authorization, Connection } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import { providerSecret } from './provider-secret.ts';
import type { providerCallSchema } from './refund-schema.ts';

/** One request to a payment provider, as a stage configures it. */
export type Call = z.infer<typeof providerCallSchema>;

/**
 * The credential of a provider. CloudFormation reads the secret at deployment, and EventBridge
 * keeps it. No template and no code contains it.
 */
export const providerConnection = (
  scope: Construct,
  stage: string,
  { header, secretName }: Call['connection'],
): Connection =>
  new Connection(scope, 'Connection', {
    description: `Keepsake ${stage}: payment provider`,
    authorization: Authorization.apiKey(header, providerSecret(scope, secretName)),
  });
