import { describe, expect, it } from '@jest/globals';
import { unpaidOrderDays } from '../../core/contract.ts';
import {
  defaultConfig,
  InvalidConfiguration,
  parseConfig,
  settingsOf,
  stageConfig,
} from '../../lib/config.ts';
import type { Config } from '../../lib/config-schema.ts';

const auth = {
  issuer: 'https://issuer.example',
  jwksUri: 'https://issuer.example/jwks',
  audiences: ['client'],
};

const change = (edit: (config: Config) => void) => () => {
  const config = structuredClone(defaultConfig('prod'));
  edit(config);
  return parseConfig('prod', config);
};

describe('stageConfig', () => {
  it.each(['local', 'dev', 'prod'])('knows the stage %s', (stage) => {
    expect(stageConfig(stage).stage).toBe(stage);
  });

  it('names the known stages when asked for another', () => {
    expect(() => stageConfig('nowhere')).toThrow(
      /No stage 'nowhere'.*local, dev, prod.*lib\/config.ts/,
    );
  });

  it.each(['', 'eu/prod', 'prod.eu', 'prod eu', 'x'.repeat(61)])(
    'refuses a name that dashboards and log groups cannot have: "%s"',
    (stage) => {
      expect(() => parseConfig(stage, defaultConfig('prod'))).toThrow(
        /stage: the name of a stage has 1 to 60 letters, digits, - and _/,
      );
    },
  );

  it('does not take an inherited property for a stage', () => {
    expect(() => stageConfig('constructor')).toThrow(InvalidConfiguration);
  });
});

describe('a stage as it comes', () => {
  it.each(['prod', 'dev', 'local'])(
    '%s keeps a file that was ordered in its last hour for as long as its payment may take',
    (stage) => {
      const { policy, temporaryDays } = defaultConfig(stage).retention;
      expect(
        temporaryDays * 24 - (policy.mode === 'auto' ? policy.hours : 0),
      ).toBeGreaterThanOrEqual(unpaidOrderDays * 24);
    },
  );

  it.each([
    'photo',
    'audio',
    'waveform',
    'pdf',
    'image',
    'document',
    'video',
    'avatar',
    'report',
    'transcript',
    'ai-generated',
    'processed',
  ])('has a category %s', (category) => {
    expect(defaultConfig('prod').categories).toHaveProperty([category]);
  });

  it('admits no type that a browser would run', () => {
    const types = Object.values(defaultConfig('prod').categories).flatMap(
      ({ contentTypes }) => contentTypes,
    );
    expect(types.filter((type) => /html|svg|[/+]xml$|javascript/.test(type))).toEqual([]);
  });
});

describe('parseConfig', () => {
  it('takes a media type in every spelling, and keeps one of them', () => {
    const contentTypes = ['audio/x-m4a', 'audio/mp4', 'application/x-pdf'];
    const { categories } = change((config) =>
      Object.assign(config.categories, { any: { ...config.categories.photo, contentTypes } }),
    )();
    expect(categories.any?.contentTypes).toEqual(['audio/mp4', 'application/pdf']);
  });

  it('says stage, path and remedy', () => {
    const shorten = change(({ retention }) => {
      retention.temporaryDays = 10;
    });
    expect(shorten).toThrow(
      /Stage 'prod'.*\n\s+retention.temporaryDays: must be at least 35: .*168 hours.*\n.*lib\/config.ts/,
    );
  });

  it('lists every wrong value at once', () => {
    const spoil = change((config) => {
      config.presignSeconds = 7200;
      config.saga.chunkSize = 26;
    });
    expect(spoil).toThrow(/presignSeconds[\s\S]*saga.chunkSize/);
  });

  it('refuses a key it does not know, so that a typo is not a silent default', () => {
    expect(change((config) => Object.assign(config.retention, { temporayDays: 30 }))).toThrow(
      /temporayDays/,
    );
  });

  it.each([
    '*',
    'https://shop.example/',
    'shop.example',
    'https://*.example.com',
    'https://a.example,https://b.example',
    'https://shop_example',
    'ftp://shop.example',
  ])('refuses %s as an origin', (origin) => {
    expect(change(({ allowedOrigins }) => allowedOrigins.push(origin))).toThrow(/allowedOrigins/);
  });

  it.each([
    [{ mode: 'auto', hours: 168 }, 35],
    [{ mode: 'auto', hours: 169 }, 36],
    [{ mode: 'auto', hours: 1 }, 29],
    [{ mode: 'manual' }, 29],
  ])('with the policy %j storage keeps files %i days at least', (policy, days) => {
    const keep = (temporaryDays: number) =>
      change((config) => Object.assign(config.retention, { policy, temporaryDays }));
    expect(keep(days)).not.toThrow();
    expect(keep(days - 1)).toThrow(`retention.temporaryDays: must be at least ${days}: `);
  });

  it('tells the functions no hours where only operators sweep', () => {
    const hours = (config: Config) => settingsOf(config, { auth }).sweepHours;
    const config = defaultConfig('prod');
    expect(hours(config)).toBe(168);
    expect(
      hours({ ...config, retention: { ...config.retention, policy: { mode: 'manual' } } }),
    ).toBeUndefined();
  });

  it('takes files as large as an object can be, and none larger', () => {
    const enlarge = (maxSizeBytes: number) =>
      change(({ categories }) =>
        Object.assign(categories, { film: { ...categories.video, maxSizeBytes } }),
      );
    expect(enlarge(5 * 1024 ** 4)).not.toThrow();
    expect(enlarge(5 * 1024 ** 4 + 1)).toThrow(
      /categories.film.maxSizeBytes: an object is at most 5 TiB/,
    );
  });

  it.each([
    [5 * 1024 ** 2 - 1, /S3 parts are at least 5 MiB/],
    [5 * 1024 ** 3 + 1, /a single presigned PUT ends at 5 GiB/],
  ])('sends nothing in parts from %s bytes on', (multipartBytes, reason) => {
    expect(change((config) => Object.assign(config.uploads, { multipartBytes }))).toThrow(reason);
  });
});

describe('settingsOf', () => {
  it('tells the functions who issues tokens and which group administers', () => {
    expect(settingsOf(defaultConfig('prod'), { auth }).auth).toEqual({
      ...auth,
      adminGroup: 'admin',
      workerGroup: 'worker',
      viewerGroup: 'viewer',
    });
  });

  it('hands on the saga and the payment mapping', () => {
    expect(settingsOf(defaultConfig('prod'), { auth })).toMatchObject({
      chunkSize: 25,
      maxAttempts: 2,
      multipartCopyBytes: 512 * 1024 ** 2,
      reconcileAfterMinutes: 60,
      payment: { orderId: 'detail.orderId', unit: 'major' },
    });
  });

  it('demands trusted amounts only where the stage says so', () => {
    const config = defaultConfig('prod');
    const trusted = { ...config, payment: { ...config.payment, trustedAmounts: true } };
    expect([config, trusted].map((each) => settingsOf(each, { auth }).trustedAmounts)).toEqual([
      false,
      true,
    ]);
  });
});
