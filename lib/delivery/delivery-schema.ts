import * as z from 'zod';

const positive = z.int().positive();

/** Names and addresses that a browser connects to. URLs may also hold `*`, `,` and other signs. */
const webHost = /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d+)?$/;

const isOrigin = (value: string): boolean =>
  webHost.test(value) && URL.canParse(value) && new URL(value).origin === value;

/** Scheme, host and port, as browsers send it. */
export const originSchema = z
  .string()
  .refine(isOrigin, 'must be an origin like https://www.example.com: no path, no wildcard');

const isHttps = (value: string): boolean => value.startsWith('https://');

const hostName = z
  .string()
  .regex(
    /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/,
    'must be a host name like files.example.com',
  );
const certificate = z
  .string()
  .regex(
    /^arn:aws[\w-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
    'must be the ARN of an ACM certificate',
  );
const countries = z
  .array(z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code like DE'))
  .min(1);

// CloudFront is a global service whose certificates and web ACLs live in N. Virginia, wherever the
// stack is.
const inVirginia = (arn: string): boolean => arn.split(':')[3] === 'us-east-1';

/** A certificate that CloudFront takes. */
export const certificateInVirginia = certificate.refine(
  inVirginia,
  'must be a certificate in us-east-1: CloudFront takes no other',
);

/** A domain of CloudFront and its certificate. */
export const domainSchema = z.strictObject({
  name: hostName,
  certificateArn: certificateInVirginia,
});

const geoSchema = z.union(
  [z.strictObject({ allow: countries }), z.strictObject({ deny: countries })],
  'must be either allow or deny',
);

/** The ARN of a web ACL for CloudFront. */
export const webAcl = z
  .string()
  .regex(
    /^arn:aws[\w-]*:wafv2:us-east-1:\d{12}:global\/webacl\//,
    'must be the ARN of a web ACL of scope CLOUDFRONT, which lives in us-east-1',
  );

/** How files reach people. */
export const deliverySchema = z.strictObject({
  /** Without CloudFront, storage's own signed URLs serve. For stages without printed links. */
  enabled: z.boolean(),
  /** Life of a signed URL. */
  signedSeconds: positive.max(
    3600,
    'signed URLs live an hour at most; what is printed is a permalink',
  ),
  /** How long caches may serve a public file without revalidation, even after its erasure. */
  publicSeconds: positive.max(86_400, 'an erased file may be served from caches for a day at most'),
  linkDays: positive.max(3660, 'a permalink lives ten years at most'),
  /** Origin of printed permalinks; by default the API's domain, else its AWS host name. */
  linkOrigin: originSchema.refine(isHttps, 'must be https').optional(),
  /** Where files that were never moved are still served from. */
  legacyBaseUrl: z
    .url({ protocol: /^https?$/ })
    .regex(/[^/]$/, 'must not end in a slash')
    .optional(),
  /** The distribution's own domain. */
  domain: domainSchema.optional(),
  /**
   * The API's own domain; its certificate is in the stack's own region. Have one before anything is
   * printed: an AWS host name cannot be moved.
   */
  apiDomain: z.strictObject({ name: hostName, certificateArn: certificate }).optional(),
  geo: geoSchema.optional(),
  webAclArn: webAcl.optional(),
  /** Where CloudFront serves from: 100 is Europe and North America, All is everywhere. */
  priceClass: z.literal(['PriceClass_100', 'PriceClass_200', 'PriceClass_All']),
  /** Set it after the first deployment: then only this distribution may read the files bucket. */
  distributionId: z
    .string()
    .regex(/^E[A-Z0-9]{8,}$/, 'must be the id of a distribution like E2QWRUHAPOMQZL')
    .optional(),
});
