import { cleanUp } from '../../core/retention/clean-up.ts';
import { settings } from '../shared/environment.ts';
import type { Route } from '../shared/http.ts';
import { countUnreadable } from '../shared/metrics.ts';
import { logger } from '../shared/observed.ts';
import { removing } from '../shared/removing.ts';
import { olderCleanUpOptions } from './older-clean-up.ts';

const onFailure = (uploadId: string, error: unknown): void => {
  countUnreadable(error);
  logger.error('Upload not cleaned up', { uploadId, error: error as Error });
};

const depsOf = () => ({ ...removing(), ...settings('temporaryDays', 'sweepHours') });

/** POST /cleanup */
export const cleanUpRoute = (): Route => {
  const deps = depsOf();
  return async ({ caller, body }) => ({
    status: 200,
    body: await cleanUp(deps, caller, body, onFailure),
  });
};

/** POST /api/upload/cleanup-temp?hours= */
export const olderCleanUpRoute = (): Route => {
  const deps = depsOf();
  return async (request) => ({
    status: 200,
    body: await cleanUp(deps, request.caller, olderCleanUpOptions(request.query), onFailure),
  });
};
