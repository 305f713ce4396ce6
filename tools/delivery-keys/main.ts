import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { deliveryKeysFile } from '../../lib/delivery/delivery-keys.ts';
import { describeRotation } from './describe-rotation.ts';
import { explain } from './explain.ts';
import { keyFileAt } from './key-file.ts';
import { makeKeyPair } from './key-pair.ts';
import { rotate } from './rotate.ts';
import { SecretsManagerKeys } from './secrets-manager-keys.ts';
import { readOptions, usage } from './stage-option.ts';

const run = async (): Promise<number> => {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    process.stderr.write(usage);
    return 2;
  }
  const client = new SecretsManagerClient({});
  const region = await client.config.region();
  const deps = {
    file: keyFileAt(process.env.KEEPSAKE_DELIVERY_KEYS ?? deliveryKeysFile(options.stage)),
    privateKeys: new SecretsManagerKeys(client),
    make: () => makeKeyPair(new Date(), region),
  };
  process.stdout.write(`${describeRotation(options.stage, await rotate(deps, options))}\n`);
  return 0;
};

process.exitCode = await run().catch((error: unknown) => {
  const problem = explain(error);
  if (!problem) throw error;
  process.stderr.write(`${problem.words}\n`);
  return problem.exitCode;
});
