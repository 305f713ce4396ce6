import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import type { DeliveryStack } from '../delivery/delivery-stack.ts';
import type { ConsoleSignIn } from '../sessions/console-client.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { ServiceStack } from '../stacks/service-stack.ts';
import { buildConsoleNow } from './console-build.ts';
import { ConsoleDistribution } from './console-distribution.ts';
import { ConsoleFiles } from './console-files.ts';
import type { ConsoleSettings } from './console-schema.ts';

type ConsoleProps = StackProps & {
  config: Config;
  settings: ConsoleSettings;
  data: DataStack;
  service: ServiceStack;
  delivery: DeliveryStack | undefined;
  /** A folder with a built console. When absent, synthesis builds one. */
  folder: string | undefined;
};

/** The operators' web console: its files, and CloudFront on a domain that is its own. */
export class ConsoleStack extends Stack {
  constructor(scope: Construct, id: string, { folder, ...given }: ConsoleProps) {
    const { config, settings, data, service, delivery, ...props } = given;
    super(scope, id, props);
    const parts = { config, settings, data, service, delivery };
    const signIn = signInOf(parts);
    const files = new ConsoleFiles(this, 'Files', {
      logDays: config.retention.logDays,
    });
    const { api } = service.api;
    const { distribution } = new ConsoleDistribution(this, 'Cdn', {
      config,
      settings,
      bucket: files.bucket as IBucket,
      apiHost: apiHostOf(config, `${api.apiId}.execute-api.${this.region}.amazonaws.com`),
      origins: { issuer: signIn.origins, files: fileOrigins(parts) },
    });
    const { issuer, clientId, scope: wanted, signOutUrl } = signIn;
    const { adminGroup, viewerGroup } = config.auth;
    files.fill(folder ?? buildConsoleNow(), {
      stage: config.stage,
      signIn: { kind: 'oidc', issuer, clientId, scope: wanted, ...(signOutUrl && { signOutUrl }) },
      adminGroup,
      viewerGroup,
    });
    new CfnOutput(this, 'consoleUrl', { value: `https://${settings.domain.name}` });
    new CfnOutput(this, 'consoleDomainTarget', { value: distribution.distributionDomainName });
  }
}

type Parts = Pick<ConsoleProps, 'config' | 'settings' | 'data' | 'service' | 'delivery'>;

const signInOf = (parts: Parts): ConsoleSignIn => {
  const signIn = ownSignIn(parts) ?? parts.service.consoleSignIn;
  if (!signIn) throw new Error('The configuration names no way to sign in to the console.');
  return signIn;
};

/** Sign-in at the stage's own issuer. */
const ownSignIn = ({ config: { auth }, settings: { client } }: Parts): ConsoleSignIn | undefined =>
  auth.issuer && client
    ? {
        issuer: auth.issuer.issuer,
        clientId: client.id,
        scope: client.scope,
        origins: [new URL(auth.issuer.issuer).origin, ...client.origins],
      }
    : undefined;

/** The API's own domain, if it has one: API Gateway's address is off then. */
const apiHostOf = ({ delivery: { apiDomain } }: Config, address: string): string =>
  apiDomain?.name ?? address;

/** Where previews come from: storage's signed URLs, and CloudFront's. */
const fileOrigins = ({ data, delivery }: Parts): string[] => {
  const buckets = delivery ? [data.uploadsBucket] : [data.uploadsBucket, data.filesBucket];
  return [
    ...buckets.map(({ bucketRegionalDomainName }) => `https://${bucketRegionalDomainName}`),
    ...(delivery ? [`https://${delivery.signing.cloudFront.domain}`] : []),
  ];
};
