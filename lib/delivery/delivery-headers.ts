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

type DeliveryHeadersProps = {
  allowedOrigins: string[];
  /** How long the browser itself may keep a file. */
  cacheControl: string;
  /**
   * PDF viewers are plugins, and plugins do not start in a sandbox: Safari and older Chromes show
   * an empty page.
   */
  forPdf: boolean;
};

// What browsers draw around a lone image, sound or film is styled inline. Nothing else is loaded,
// framed, run or sent.
const viewing = [
  "default-src 'none'",
  "img-src 'self'",
  "media-src 'self'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

const contentSecurityPolicy = (forPdf: boolean): string =>
  [...(forPdf ? ["object-src 'self'"] : ['sandbox']), ...viewing].join('; ');

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

// An error page brings its own `no-store`, which wins: nobody's browser may remember for a year
// that something went wrong.
const caching = (value: string): ResponseCustomHeadersBehavior => ({
  customHeaders: [{ header: 'cache-control', value, override: false }],
});

/**
 * What CloudFront says beside every file. Type and disposition are not among it: they are the
 * object's own, from the registry.
 */
export class DeliveryHeaders extends ResponseHeadersPolicy {
  constructor(
    scope: Construct,
    id: string,
    { allowedOrigins, cacheControl, forPdf }: DeliveryHeadersProps,
  ) {
    super(scope, id, {
      comment: `Keepsake: ${forPdf ? 'where PDFs may be' : 'sandboxed files'}`,
      securityHeadersBehavior: security(forPdf),
      corsBehavior: cors(allowedOrigins),
      customHeadersBehavior: caching(cacheControl),
    });
  }
}
