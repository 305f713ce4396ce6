import { defaultConfig, parseConfig } from '../../../lib/config.ts';

const prod = defaultConfig('prod');

const certificateIn = (region: string): string =>
  `arn:aws:acm:${region}:111111111111:certificate/00000000-0000-4000-8000-000000000000`;

/** A production stage with the optional parts that the model reckons with. */
export const optionalStage = parseConfig('prod', {
  ...prod,
  delivery: {
    ...prod.delivery,
    apiDomain: { name: 'api.example.com', certificateArn: certificateIn('eu-central-1') },
  },
  frontDoor: {
    origin: 'd-abc123.execute-api.eu-central-1.amazonaws.com',
    certificateArn: certificateIn('us-east-1'),
    secretName: 'keepsake/prod/front-door',
  },
  scan: { by: 'guardduty', unscannable: 'refuse' },
  uploads: { ...prod.uploads, announce: true },
  variants: {
    sizes: [{ name: 'thumbnail', widthPx: 320, heightPx: 320, fit: 'cover' }],
    automatic: true,
  },
  webhooks: [
    {
      name: 'shop',
      url: 'https://shop.example.com/hooks',
      secretName: 'keepsake/prod/shop-webhooks',
      events: ['OrderMigrationCompleted'],
    },
  ],
});
