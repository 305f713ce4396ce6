import { App, type Environment } from 'aws-cdk-lib';
import { InvalidConfiguration, stageConfig } from '../lib/config.ts';
import { deliveryKeysFile, readDeliveryKeys } from '../lib/delivery/delivery-keys.ts';
import { addKeepsake } from '../lib/keepsake.ts';
import { assertDeployable } from '../lib/production-problems.ts';

const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
const env: Environment = {
  ...(account !== undefined && { account }),
  ...(region !== undefined && { region }),
};

const say = (message: string): void => {
  process.stderr.write(`${message}\n`);
};

const app = new App();
try {
  const config = stageConfig(app.node.tryGetContext('stage') ?? 'dev');
  const deliveryKeys = readDeliveryKeys(deliveryKeysFile(config.stage));
  const [newest] = deliveryKeys;
  const facts = {
    hasKeys: newest !== undefined,
    ...(newest?.region !== undefined && { keysRegion: newest.region }),
    ...(region !== undefined && { region }),
  };
  assertDeployable(config, facts, say);
  addKeepsake(app, config, { env, deliveryKeys });
  app.synth();
} catch (error) {
  // Its message says everything; a stack trace would hide it.
  if (!(error instanceof InvalidConfiguration)) throw error;
  say(error.message);
  process.exit(1);
}
