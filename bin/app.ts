import { App, type Environment } from 'aws-cdk-lib';
import { stageConfig } from '../lib/config.ts';
import { deliveryKeysFile, readDeliveryKeys } from '../lib/delivery/delivery-keys.ts';
import { addKeepsake } from '../lib/keepsake.ts';

const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
const env: Environment = {
  ...(account === undefined ? {} : { account }),
  ...(region === undefined ? {} : { region }),
};

const app = new App();
const config = stageConfig(app.node.tryGetContext('stage') ?? 'dev');
addKeepsake(app, config, { env, deliveryKeys: readDeliveryKeys(deliveryKeysFile(config.stage)) });
app.synth();
