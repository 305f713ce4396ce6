import { legacyUrl } from '../../../core/delivery/model/legacy-url.ts';
import type { Output } from '../../output.ts';
import type { StageRegistry } from '../../workspace.ts';

/**
 * Says where the downloads of registered files lead until they are moved, by the first of them: an
 * operator opens the address to see that the base and the paths fit together.
 */
export const sayReadThrough = (
  { legacyBaseUrl }: Pick<StageRegistry, 'legacyBaseUrl'>,
  { firstPath }: { firstPath?: string },
  output: Output,
): void => {
  if (legacyBaseUrl === undefined) {
    output.say(
      'The stage does not know where the older system serves these files: each download is ' +
        'refused with 409 until `keepsake migrate` has moved the file. To serve them before, set ' +
        'delivery.legacyBaseUrl in lib/config.ts and deploy.',
    );
    return;
  }
  const address = firstPath && legacyUrl(legacyBaseUrl, firstPath);
  if (address)
    output.say(`Until they are moved, downloads lead to the older system. Try one: ${address}`);
};
