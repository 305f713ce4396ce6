import { Duration } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseCustomHeadersBehavior,
  type ResponseHeadersCorsBehavior,
  ResponseHeadersPolicy,
  type ResponseSecurityHeadersBehavior,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { copyMarks } from '../../core/contract.ts';
import { accountName } from './account-name.ts';

type DeliveryHeadersProps = {
  allowedOrigins: string[];
  /** How long the browser itself may keep a file. */
  cacheControl: string;
  /** PDF viewers are plugins, which a sandbox blocks: Safari and old Chromes show nothing. */
  forPdf: boolean;
};

// Browsers style a lone image, sound or film inline. The policy allows no other source, frame,
// script or form.
const viewing = [
  "default-src 'none'",
  "img-src 'self'",
  "media-src 'self'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** Headers CloudFront adds to every file. Type and disposition are the object's own. */
export class DeliveryHeaders extends ResponseHeadersPolicy {
  constructor(
    scope: Construct,
    id: string,
    { allowedOrigins, cacheControl, forPdf }: DeliveryHeadersProps,
  ) {
    super(scope, id, {
      responseHeadersPolicyName: accountName(scope, id),
      comment: `Keepsake: ${forPdf ? 'where PDFs may be' : 'sandboxed files'}`,
      securityHeadersBehavior: security(forPdf),
      corsBehavior: cors(allowedOrigins),
      customHeadersBehavior: caching(cacheControl),
      // The marks of a copy are for Keepsake, and name its order or batch.
      removeHeaders: copyMarks.map((mark) => `x-amz-meta-${mark}`),
    });
  }
}

const security = (forPdf: boolean): ResponseSecurityHeadersBehavior => ({
  contentTypeOptions: { override: true },
  contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(forPdf), override: true },
  frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
  referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
  strictTransportSecurity: {
    accessControlMaxAge: Duration.days(730),
    includeSubdomains: true,
    override: true,
  },
});

const contentSecurityPolicy = (forPdf: boolean): string =>
  [...(forPdf ? ["object-src 'self'"] : ['sandbox']), ...viewing].join('; ');

// Range is among the headers a page may send unasked, so players need no preflight.
const cors = (origins: string[]): ResponseHeadersCorsBehavior => ({
  accessControlAllowCredentials: false,
  accessControlAllowHeaders: ['range'],
  accessControlAllowMethods: ['GET', 'HEAD', 'OPTIONS'],
  accessControlAllowOrigins: origins,
  accessControlExposeHeaders: [
    'accept-ranges',
    'content-disposition',
    'content-length',
    'content-range',
    'etag',
  ],
  accessControlMaxAge: Duration.hours(1),
  originOverride: true,
});

// An error page brings its own `no-store`, which wins: a browser must not remember an error for a
// year.
const caching = (value: string): ResponseCustomHeadersBehavior => ({
  customHeaders: [{ header: 'cache-control', value, override: false }],
});
