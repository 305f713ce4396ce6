/** bin/app.ts for the stage `local` with variants. */
import { App } from 'aws-cdk-lib';
import { defaultConfig, parseConfig } from '../../lib/config.ts';
import { addKeepsake } from '../../lib/keepsake.ts';

const app = new App();
const local = defaultConfig('local');
addKeepsake(
  app,
  parseConfig('local', {
    ...local,
    uploads: { ...local.uploads, announce: true },
    variants: {
      sizes: [
        { name: 'thumbnail', widthPx: 32, heightPx: 32, fit: 'cover' },
        { name: 'web', widthPx: 200, heightPx: 200 },
      ],
      automatic: true,
    },
  }),
);
app.synth();
