import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { publicPrefix } from '../../core/contract.ts';
import type { Config } from '../config-schema.ts';
import { DeliveryHeaders } from './delivery-headers.ts';
import { errorPagesPrefix } from './error-page-texts.ts';
import { PathCache } from './path-cache.ts';

type DeliveryBehaviorsProps = {
  config: Config;
  files: cloudfront.IOrigin;
  pages: cloudfront.IOrigin;
  keyGroup: cloudfront.IKeyGroup;
};

/** Which paths need a signature and which headers. CloudFront takes the first match. */
export class DeliveryBehaviors extends Construct {
  readonly defaultBehavior: cloudfront.BehaviorOptions;
  readonly byPath: Record<string, cloudfront.BehaviorOptions>;
  private readonly config: Config;

  constructor(
    scope: Construct,
    id: string,
    { config, files, pages, keyGroup }: DeliveryBehaviorsProps,
  ) {
    super(scope, id);
    this.config = config;
    const { signedSeconds, publicSeconds } = config.delivery;
    // The browser may keep a signed file no longer than its URL could live anyway: replays and
    // jumps in a recording cost no request.
    const signed = this.family('Signed', `private, max-age=${signedSeconds}`);
    const open = this.family('Public', `public, max-age=${publicSeconds}`);
    // A key's bytes never change, and no URL can be signed for an erased file.
    const immutable = new PathCache(this, 'Cache', {
      of: 'immutable objects',
      ttl: Duration.days(365),
    });
    // CloudFront revalidates public files, which costs a request and no bytes. So an erased file
    // leaves every cache by itself, without an invalidation.
    const revalidated = new PathCache(this, 'PublicCache', {
      of: 'public objects',
      ttl: Duration.seconds(publicSeconds),
    });
    const signedOptions = { ...this.behavior(files, immutable), trustedKeyGroups: [keyGroup] };
    const openOptions = this.behavior(files, revalidated);
    const pdfs = pdfPrefixes(config);
    this.defaultBehavior = { ...signedOptions, responseHeadersPolicy: signed.media };
    this.byPath = {
      [`${errorPagesPrefix}*`]: {
        ...this.behavior(pages, immutable),
        responseHeadersPolicy: signed.media,
      },
      ...Object.fromEntries(
        pdfs.map((prefix) => [
          `${publicPrefix}${prefix}/*`,
          { ...openOptions, responseHeadersPolicy: open.pdf },
        ]),
      ),
      [`${publicPrefix}*`]: { ...openOptions, responseHeadersPolicy: open.media },
      ...Object.fromEntries(
        pdfs.map((prefix) => [
          `${prefix}/*`,
          { ...signedOptions, responseHeadersPolicy: signed.pdf },
        ]),
      ),
    };
  }

  private family(
    name: string,
    cacheControl: string,
  ): Record<'media' | 'pdf', cloudfront.IResponseHeadersPolicy> {
    const props = { allowedOrigins: this.config.allowedOrigins, cacheControl };
    return {
      media: new DeliveryHeaders(this, `${name}Headers`, { ...props, forPdf: false }),
      pdf: new DeliveryHeaders(this, `${name}PdfHeaders`, { ...props, forPdf: true }),
    };
  }

  private behavior(
    origin: cloudfront.IOrigin,
    cachePolicy: cloudfront.ICachePolicy,
  ): cloudfront.BehaviorOptions {
    return {
      origin,
      cachePolicy,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      compress: true,
    };
  }
}

/** Prefixes of the categories a PDF may be in. */
const pdfPrefixes = ({ categories }: Config): string[] => [
  ...new Set(
    Object.values(categories)
      .filter(({ contentTypes }) => contentTypes.includes('application/pdf'))
      .map(({ prefix }) => prefix),
  ),
];
