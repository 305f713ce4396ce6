import { Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import { frontDoorHeaders } from '../../core/contract.ts';
import { uncachedErrors } from '../delivery/uncached-errors.ts';
import { providerSecret } from '../orders/provider-secret.ts';
import type { FrontDoorSettings } from './front-door-schema.ts';

type FrontDoorDistributionProps = {
  stage: string;
  settings: FrontDoorSettings;
  /** The API's own name, as before: only its DNS record changes. */
  name: string;
  webAclArn: string;
};

/** The caller's address, which API Gateway does not see behind CloudFront. */
const tellAddress = `function handler(event) {
  event.request.headers['${frontDoorHeaders.address}'] = { value: event.viewer.ip };
  return event.request;
}
`;

/** CloudFront before the API. Caches nothing and logs nothing, because addresses carry tokens. */
export class FrontDoorDistribution extends cloudfront.Distribution {
  constructor(
    scope: Construct,
    id: string,
    { stage, settings, name, webAclArn }: FrontDoorDistributionProps,
  ) {
    const { origin, secretName, certificateArn } = settings;
    super(scope, id, {
      comment: `Keepsake ${stage}: front door`,
      domainNames: [name],
      certificate: Certificate.fromCertificateArn(scope, 'Certificate', certificateArn),
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      webAclId: webAclArn,
      errorResponses: uncachedErrors(),
      defaultBehavior: {
        origin: new HttpOrigin(origin, {
          protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
          customHeaders: {
            // CloudFront keeps it from viewers, and replaces what a viewer sends under its name.
            [frontDoorHeaders.proof]: providerSecret(scope, secretName).unsafeUnwrap(),
          },
        }),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
        allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
        cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
        // With its Host header: API Gateway knows the API by that name.
        originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER,
        functionAssociations: [
          {
            eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
            function: new cloudfront.Function(scope, 'TellAddress', {
              code: cloudfront.FunctionCode.fromInline(tellAddress),
              runtime: cloudfront.FunctionRuntime.JS_2_0,
            }),
          },
        ],
      },
    });
    const reasons = {
      CFR1: 'Customers may be anywhere.',
      CFR3: 'Paths carry tokens of permalinks; the API logs every request without its path.',
    };
    for (const [rule, reason] of Object.entries(reasons))
      Validations.of(this).acknowledge({ id: `AwsSolutions-${rule}`, reason });
  }
}
