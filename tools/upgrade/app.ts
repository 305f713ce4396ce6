/** bin/app.ts for the stage `local` of an older version, whose user pool is named by context. */
import { App } from 'aws-cdk-lib';
import { defaultConfig, parseConfig } from '../../lib/config.ts';
import { addKeepsake } from '../../lib/keepsake.ts';

const app = new App();
const local = defaultConfig('local');
const pool: unknown = JSON.parse(app.node.tryGetContext('pool'));
addKeepsake(app, parseConfig('local', { ...local, auth: { ...local.auth, pool } }));
app.synth();
