import type { ResolveDeps } from '../../../core/use-cases/resolve-file.ts';
import { settings } from '../environment.ts';
import { clock, objects } from '../wiring.ts';
import { deliverySigner } from './delivery-signer.ts';

/** What finding and signing a file takes in this stage. */
export const resolving = (): ResolveDeps => {
  const { signedSeconds, legacyBaseUrl } = settings('delivery').delivery;
  return { objects: objects(), signer: deliverySigner(), clock: clock(), signedSeconds, legacyBaseUrl };
};
