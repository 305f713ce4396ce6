import { Duration, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import { DeliveryLogs } from '../delivery/delivery-logs.ts';
import { uncachedErrors } from '../delivery/uncached-errors.ts';
import { answerPages, stripApiPrefix } from './console-paths.ts';
import { type ConsoleOrigins, consolePolicy } from './console-policy.ts';
import type { ConsoleSettings } from './console-schema.ts';

type ConsoleDistributionProps = {
  config: Config;
  settings: ConsoleSettings;
  bucket: IBucket;
  /** Host name of the HTTP API. */
  apiHost: string;
  origins: ConsoleOrigins;
};

/** CloudFront for the console: its files, and the API below `/api`, so that no CORS is needed. */
export class ConsoleDistribution extends Construct {
  readonly distribution: cloudfront.Distribution;
  readonly #headers: cloudfront.ResponseHeadersPolicy;

  constructor(
    scope: Construct,
    id: string,
    { config, settings, bucket, apiHost, origins }: ConsoleDistributionProps,
  ) {
    super(scope, id);
    this.#headers = this.#addHeaders(consolePolicy(origins));
    const { domain, webAclArn } = settings;
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: `Keepsake ${config.stage}: console`,
      defaultRootObject: 'index.html',
      defaultBehavior: this.#pages(bucket),
      additionalBehaviors: { '/api/*': this.#api(apiHost) },
      errorResponses: uncachedErrors(),
      domainNames: [domain.name],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      priceClass: config.delivery.priceClass as cloudfront.PriceClass,
      enableLogging: true,
      logBucket: new DeliveryLogs(this, 'Logs', config) as IBucket,
      logFilePrefix: 'console/',
      logIncludesCookies: false,
      ...(webAclArn !== undefined && { webAclId: webAclArn }),
    });
    this.#acknowledge(webAclArn);
  }

  #pages(bucket: IBucket): cloudfront.BehaviorOptions {
    return {
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
      compress: true,
      responseHeadersPolicy: this.#headers,
      functionAssociations: [this.#onRequest('Pages', answerPages)],
    };
  }

  #api(apiHost: string): cloudfront.BehaviorOptions {
    return {
      origin: new HttpOrigin(apiHost, {
        protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
      }),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      // Its Host header names the API. The others, Authorization among them, are passed on.
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: this.#headers,
      functionAssociations: [this.#onRequest('Api', stripApiPrefix)],
    };
  }

  #onRequest(id: string, code: string): cloudfront.FunctionAssociation {
    return {
      eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
      function: new cloudfront.Function(this, `${id}Function`, {
        code: cloudfront.FunctionCode.fromInline(code),
        runtime: cloudfront.FunctionRuntime.JS_2_0,
      }),
    };
  }

  #addHeaders(contentSecurityPolicy: string): cloudfront.ResponseHeadersPolicy {
    return new cloudfront.ResponseHeadersPolicy(this, 'Headers', {
      comment: 'Keepsake: console',
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
        referrerPolicy: {
          referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER,
          override: true,
        },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(730),
          includeSubdomains: true,
          override: true,
        },
      },
    });
  }

  #acknowledge(webAclArn: string | undefined): void {
    const reasons = {
      CFR1: 'Operators may be anywhere; everything but the empty console needs their sign-in.',
      ...(webAclArn === undefined && {
        CFR2: 'The console is static files; a web ACL is the operator’s choice: console.webAclArn.',
      }),
    };
    for (const [rule, reason] of Object.entries(reasons))
      Validations.of(this.distribution).acknowledge({ id: `AwsSolutions-${rule}`, reason });
  }
}
