import type { ResolveDeps } from '../../core/delivery/resolve-file.ts';
import { settings } from '../shared/environment.ts';
import { clock, objects, uploads } from '../shared/wiring.ts';
import { deliverySigner } from './delivery-signer.ts';

/** The ports that find and sign a file in this stage. */
export const resolvePorts = (): ResolveDeps => {
  const { signedSeconds, legacyBaseUrl } = settings('delivery').delivery;
  return {
    objects: objects(),
    uploads: uploads(),
    signer: deliverySigner(),
    clock: clock(),
    signedSeconds,
    legacyBaseUrl,
  };
};
