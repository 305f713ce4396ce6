import { Duration, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { errorPages, errorPagesPrefix } from './error-page-texts.ts';

type Settings = Config['delivery'];

type DistributionProps = {
  stage: string;
  settings: Settings;
  defaultBehavior: cloudfront.BehaviorOptions;
  behaviors: Record<string, cloudfront.BehaviorOptions>;
  logs: Bucket;
};

/**
 * CloudFront in front of permanent files: HTTPS only, HTTP/2 and 3, IPv6, access logs, our own
 * error pages. Range requests need no setting.
 */
export class Distribution extends cloudfront.Distribution {
  constructor(
    scope: Construct,
    id: string,
    { stage, settings, defaultBehavior, behaviors, logs }: DistributionProps,
  ) {
    super(scope, id, {
      comment: `Keepsake ${stage}: delivery`,
      defaultBehavior,
      additionalBehaviors: behaviors,
      errorResponses: errorResponses(),
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
      priceClass: settings.priceClass as cloudfront.PriceClass,
      enableLogging: true,
      logBucket: logs as IBucket,
      logFilePrefix: 'delivery/',
      logIncludesCookies: false,
      ...(settings.webAclArn !== undefined && { webAclId: settings.webAclArn }),
      ...geoRestriction(settings),
      ...ownDomain(scope, settings),
    });
    this.acknowledge(settings);
  }

  private acknowledge({ geo, webAclArn, domain }: Settings): void {
    const open = {
      CFR1:
        !geo && 'Where people may open what they bought is the operator’s choice: delivery.geo.',
      CFR2:
        !webAclArn &&
        'Signed GETs of static objects; a web ACL is the operator’s choice: delivery.webAclArn.',
      CFR4:
        !domain &&
        'CloudFront’s own certificate sets its own TLS floor; delivery.domain brings TLS ' +
          '1.2: docs/delivery.md.',
    };
    for (const [rule, reason] of Object.entries(open)) {
      if (reason) Validations.of(this).acknowledge({ id: `AwsSolutions-${rule}`, reason });
    }
  }
}

// Error caching. CloudFront's own refusals (a signature) are not cached, and S3's errors only
// briefly.
const errorResponses = (): cloudfront.ErrorResponse[] =>
  errorPages.flatMap(({ name, statuses }) =>
    statuses.map((httpStatus) => ({
      httpStatus,
      responseHttpStatus: httpStatus,
      responsePagePath: `/${errorPagesPrefix}${name}`,
      ttl: Duration.seconds(5),
    })),
  );

const geoRestriction = ({
  geo,
}: Settings): Pick<cloudfront.DistributionProps, 'geoRestriction'> => {
  if (geo === undefined) return {};
  const { GeoRestriction } = cloudfront;
  return {
    geoRestriction:
      'allow' in geo
        ? GeoRestriction.allowlist(...geo.allow)
        : GeoRestriction.denylist(...geo.deny),
  };
};

// The TLS floor goes with a certificate of ours; CloudFront's own comes with CloudFront's own.
const ownDomain = (scope: Construct, { domain }: Settings) =>
  domain && {
    domainNames: [domain.name],
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', domain.certificateArn),
    minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
  };
