import { describe, expect, it } from '@jest/globals';
import { copyMarks } from '../../../core/contract.ts';
import { defaultConfig } from '../../../lib/config.ts';
import { deliveryOf, propertiesOf } from '../synthesize.ts';

const prod = defaultConfig('prod');
const policies = propertiesOf(deliveryOf(prod), 'AWS::CloudFront::ResponseHeadersPolicy').map(
  ([name, { ResponseHeadersPolicyConfig }]) => ({
    name: name.replace('Behaviors', ''),
    ...ResponseHeadersPolicyConfig,
  }),
);
const names = policies.map(({ name }) => name).sort();

const directives = (name: string): string[] => {
  const policy = policies.find((candidate) => candidate.name === name);
  return policy.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy.split('; ');
};
const cacheControl = (name: string) =>
  policies.find((policy) => policy.name === name).CustomHeadersConfig.Items;

describe('beside every file', () => {
  it('there is a policy for signed and public paths, with and without PDFs', () => {
    expect(names).toEqual([
      'PublicHeaders',
      'PublicPdfHeaders',
      'SignedHeaders',
      'SignedPdfHeaders',
    ]);
  });

  it.each(policies)('$name: a browser does not guess types', ({ SecurityHeadersConfig }) => {
    expect(SecurityHeadersConfig.ContentTypeOptions).toEqual({ Override: true });
  });

  it.each(policies)('$name: the marks of a copy do not leave', ({ RemoveHeadersConfig }) => {
    expect(RemoveHeadersConfig.Items).toEqual(
      copyMarks.map((mark) => ({ Header: `x-amz-meta-${mark}` })),
    );
  });

  it.each(policies)('$name: no site may frame it', ({ name, SecurityHeadersConfig }) => {
    expect(SecurityHeadersConfig.FrameOptions).toEqual({ FrameOption: 'DENY', Override: true });
    expect(directives(name)).toContain("frame-ancestors 'none'");
  });

  it.each(policies)('$name: a signed URL is told to nobody', ({ SecurityHeadersConfig }) => {
    expect(SecurityHeadersConfig.ReferrerPolicy).toEqual({
      ReferrerPolicy: 'no-referrer',
      Override: true,
    });
  });

  it.each(policies)('$name: HTTPS for two years', ({ SecurityHeadersConfig }) => {
    expect(SecurityHeadersConfig.StrictTransportSecurity).toMatchObject({
      AccessControlMaxAgeSec: 63_072_000,
      Override: true,
    });
  });

  it.each(policies)(
    '$name: whatever the object says, our security headers win',
    ({ SecurityHeadersConfig }) => {
      for (const header of Object.values(SecurityHeadersConfig))
        expect(header).toMatchObject({ Override: true });
    },
  );

  it.each(policies)(
    '$name: neither type nor disposition is touched; they are the object’s own',
    ({ CustomHeadersConfig, RemoveHeadersConfig }) => {
      expect(CustomHeadersConfig.Items.map(({ Header }: { Header: string }) => Header)).toEqual([
        'cache-control',
      ]);
      expect(JSON.stringify(RemoveHeadersConfig)).not.toMatch(/content-/);
    },
  );

  it.each(policies)(
    '$name: only the configured origins may read it from a script, without credentials',
    ({ CorsConfig }) => {
      expect(CorsConfig.AccessControlAllowOrigins.Items).toEqual(prod.allowedOrigins);
      expect(CorsConfig.AccessControlAllowMethods.Items).toEqual(['GET', 'HEAD', 'OPTIONS']);
      expect(CorsConfig).toMatchObject({
        AccessControlAllowCredentials: false,
        OriginOverride: true,
      });
    },
  );

  it.each(policies)('$name: a player may ask for ranges and see which it got', ({ CorsConfig }) => {
    expect(CorsConfig.AccessControlAllowHeaders.Items).toContain('range');
    expect(CorsConfig.AccessControlExposeHeaders.Items).toEqual(
      expect.arrayContaining(['accept-ranges', 'content-length', 'content-range']),
    );
  });
});

describe('what a rendered file may do', () => {
  it.each(names)('%s: load, run and send nothing', (name) => {
    expect(directives(name)).toEqual(
      expect.arrayContaining(["default-src 'none'", "base-uri 'none'", "form-action 'none'"]),
    );
    expect(directives(name).join()).not.toMatch(
      /script-src|connect-src|frame-src|allow-|\*|https?:/,
    );
  });

  it.each(['SignedHeaders', 'PublicHeaders'])('%s: it is in a sandbox', (name) => {
    expect(directives(name)).toContain('sandbox');
  });

  it.each(['SignedPdfHeaders', 'PublicPdfHeaders'])(
    '%s: it is not, since PDF viewers do not start in one',
    (name) => {
      expect(directives(name)).not.toContain('sandbox');
      expect(directives(name)).toContain("object-src 'self'");
    },
  );

  it.each(names)('%s: a lone picture or film is still drawn and played', (name) => {
    expect(directives(name)).toEqual(
      expect.arrayContaining(["img-src 'self'", "media-src 'self'", "style-src 'unsafe-inline'"]),
    );
  });
});

describe('the browser’s own cache', () => {
  it.each(['SignedHeaders', 'SignedPdfHeaders'])(
    '%s: keeps a signed file privately, no longer than its URL could live',
    (name) => {
      expect(cacheControl(name)).toEqual([
        { Header: 'cache-control', Value: 'private, max-age=900', Override: false },
      ]);
    },
  );

  it.each(['PublicHeaders', 'PublicPdfHeaders'])(
    '%s: keeps a public file no longer than an edge does, which is how long it outlives its erasure',
    (name) => {
      expect(cacheControl(name)).toEqual([
        { Header: 'cache-control', Value: 'public, max-age=3600', Override: false },
      ]);
    },
  );
});
