import { SecretValue } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Context value of the CDK: the current version of a secret, by the secret's name. */
export const secretVersionContext = (secretName: string): string => `secretVersion:${secretName}`;

/**
 * A credential that CloudFormation reads when it deploys, and reads again only when the reference
 * itself changes. So the reference names the version that `npm run deploy` found. Without a
 * version, a rotated secret does not reach the connection.
 */
export const providerSecret = ({ node }: Construct, secretName: string): SecretValue => {
  const versionId: string | undefined = node.tryGetContext(secretVersionContext(secretName));
  return SecretValue.secretsManager(secretName, { ...(versionId && { versionId }) });
};
