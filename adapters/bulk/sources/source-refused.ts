import { InvalidInput } from '../../../core/errors.ts';

/** The code of an outcome that means this error. */
export const sourceRefused = 'SourceRefused';

/**
 * The source rejected the caller rather than one file: its credentials ended, or its host key is
 * another one. Every further file would fail in the same way, so the run ends.
 */
export class SourceRefused extends InvalidInput {
  constructor(message: string) {
    super([{ field: 'source', message }]);
  }
}
