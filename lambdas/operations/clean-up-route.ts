import { cleanUp } from '../../core/retention/clean-up.ts';
import { settings } from '../shared/environment.ts';
import type { Route } from '../shared/http.ts';
import { logger } from '../shared/observed.ts';
import { removing } from '../shared/removing.ts';

const onFailure = (uploadId: string, error: unknown): void =>
  logger.error('Upload not cleaned up', { uploadId, error: error as Error });

/** POST /cleanup */
export const cleanUpRoute = (): Route => {
  const deps = { ...removing(), ...settings('temporaryDays', 'sweepHours') };
  return async ({ caller, body }) => ({
    status: 200,
    body: await cleanUp(deps, caller, body, onFailure),
  });
};
