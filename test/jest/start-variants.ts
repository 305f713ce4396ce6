import { cacheFolder } from '../../lib/shared/bundle/bundle-cache.ts';
import { functionsPlatform, installedPackages } from '../../lib/shared/bundle/install-packages.ts';
import { pictureLock } from '../../lib/shared/bundle/picture-code.ts';
import { startStage } from './start-emulator.ts';

/** The CDK's environment knows no proxy and no certificates of this machine: npm runs here. */
const installLibvips = (): void => {
  const onThisMachine = functionsPlatform({ ...process.env, AWS_ENDPOINT_URL: 'local' });
  installedPackages(cacheFolder(), pictureLock(), onThisMachine);
};

/** Before the tests of variants: the local stage with the stack that makes them. */
const startForVariants = async (): Promise<void> => {
  installLibvips();
  await startStage(['--app', 'node --no-warnings test/variants/app.ts']);
};

export default startForVariants;
