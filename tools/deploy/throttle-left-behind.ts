import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsAccess } from '../../adapters/aws/client-settings.ts';
import { NodeSha256 } from '../../adapters/aws/node-sha256.ts';
import type { StackResource } from '../../adapters/aws/stacks.ts';
import { InvalidConfiguration } from '../../lib/config.ts';
import type { Config } from '../../lib/config-schema.ts';

const routeKey = 'POST /webhooks/{provider}';

/**
 * The API whose route for webhooks this deployment takes away. API Gateway would keep the route's
 * throttle, and then refuse every later change of the API's stage. `undefined` where none goes.
 */
export const apiLosingWebhooks = (
  { payment }: Pick<Config, 'payment'>,
  service: readonly StackResource[],
): string | undefined => {
  const hasRoute = service.some(
    ({ type, logicalId }) =>
      type === 'AWS::ApiGatewayV2::Route' && logicalId.startsWith('PaymentWebhooks'),
  );
  if (payment.webhooks !== undefined || !hasRoute) return undefined;
  return service.find(({ type }) => type === 'AWS::ApiGatewayV2::Api')?.physicalId;
};

/**
 * Removes the throttle of the route for webhooks; again is no change. Throws
 * `InvalidConfiguration` with the command that does it by hand.
 */
export const dropThrottle = async (
  { region, endpoint, credentials }: AwsAccess,
  apiId: string,
): Promise<void> => {
  const stage = `/v2/apis/${apiId}/stages/${encodeURIComponent('$default')}`;
  const path = `${stage}/routesettings/${encodeURIComponent(routeKey)}`;
  const url = new URL(path, endpoint ?? `https://apigateway.${region}.amazonaws.com`);
  const { protocol, hostname, host, port } = url;
  const signer = new SignatureV4({
    service: 'apigateway',
    region,
    credentials,
    sha256: NodeSha256,
  });
  const request = { method: 'DELETE', protocol, hostname, path, query: {}, headers: { host } };
  const { headers } = await signer.sign({ ...request, ...(port && { port: Number(port) }) });
  const { ok, status } = await fetch(url, { method: 'DELETE', headers }).catch(silent);
  if (ok || status === 404) return;
  throw new InvalidConfiguration(
    `API Gateway answered ${status} when the throttle of ${routeKey} was to be removed, without ` +
      `which the API's stage could not be changed any more. ${byHand(apiId)}`,
  );
};

const silent = () => ({ ok: false, status: 'nothing' });

const byHand = (apiId: string): string =>
  `Run: aws apigatewayv2 delete-route-settings --api-id ${apiId} --stage-name '$default' ` +
  `--route-key '${routeKey}'. Then deploy again.`;
