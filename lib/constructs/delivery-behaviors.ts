import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { publicPrefix } from '../../core/contract.ts';
import type { Config } from '../config-schema.ts';
import { errorPagesPrefix } from '../error-pages.ts';
import { DeliveryHeaders } from './delivery-headers.ts';
import { ImmutableCache } from './immutable-cache.ts';

type DeliveryBehaviorsProps = {
  config: Config;
  files: cloudfront.IOrigin;
  pages: cloudfront.IOrigin;
  keyGroup: cloudfront.IKeyGroup;
};

const yearSeconds = 31_536_000;

/** Prefixes of the categories a PDF may be in. */
const pdfPrefixes = ({ categories }: Config): string[] => [
  ...new Set(
    Object.values(categories)
      .filter(({ contentTypes }) => contentTypes.includes('application/pdf'))
      .map(({ prefix }) => prefix),
  ),
];

/** Which paths need a signature and which headers go with them. CloudFront takes the first pattern that matches. */
export class DeliveryBehaviors extends Construct {
  readonly defaultBehavior: cloudfront.BehaviorOptions;
  readonly byPath: Record<string, cloudfront.BehaviorOptions>;
  private readonly config: Config;
  private readonly cachePolicy: cloudfront.ICachePolicy;

  constructor(scope: Construct, id: string, { config, files, pages, keyGroup }: DeliveryBehaviorsProps) {
    super(scope, id);
    this.config = config;
    this.cachePolicy = new ImmutableCache(this, 'Cache');
    // The browser may keep a signed file no longer than its URL could live anyway: replays and jumps in a recording cost no request.
    const signed = this.family('Signed', `private, max-age=${config.delivery.signedSeconds}`);
    const open = this.family('Public', `public, max-age=${yearSeconds}, immutable`);
    const signedOptions = { ...this.behavior(files), trustedKeyGroups: [keyGroup] };
    const pdfs = pdfPrefixes(config);
    this.defaultBehavior = { ...signedOptions, responseHeadersPolicy: signed.media };
    this.byPath = {
      [`${errorPagesPrefix}*`]: { ...this.behavior(pages), responseHeadersPolicy: signed.media },
      ...Object.fromEntries(
        pdfs.map((prefix) => [`${publicPrefix}${prefix}/*`, { ...this.behavior(files), responseHeadersPolicy: open.pdf }]),
      ),
      [`${publicPrefix}*`]: { ...this.behavior(files), responseHeadersPolicy: open.media },
      ...Object.fromEntries(pdfs.map((prefix) => [`${prefix}/*`, { ...signedOptions, responseHeadersPolicy: signed.pdf }])),
    };
  }

  private family(name: string, cacheControl: string): Record<'media' | 'pdf', cloudfront.IResponseHeadersPolicy> {
    const props = { allowedOrigins: this.config.allowedOrigins, cacheControl };
    return {
      media: new DeliveryHeaders(this, `${name}Headers`, { ...props, forPdf: false }),
      pdf: new DeliveryHeaders(this, `${name}PdfHeaders`, { ...props, forPdf: true }),
    };
  }

  private behavior(origin: cloudfront.IOrigin): cloudfront.BehaviorOptions {
    return {
      origin,
      cachePolicy: this.cachePolicy,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      compress: true,
    };
  }
}
