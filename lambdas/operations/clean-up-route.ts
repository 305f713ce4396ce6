import { cleanUp } from '../../core/retention/clean-up.ts';
import { settings } from '../shared/environment.ts';
import type { HttpRequest, Route } from '../shared/http.ts';
import { logger } from '../shared/observed.ts';
import { removing } from '../shared/removing.ts';

const onFailure = (uploadId: string, error: unknown): void =>
  logger.error('Upload not cleaned up', { uploadId, error: error as Error });

const depsOf = () => ({ ...removing(), ...settings('temporaryDays', 'sweepHours') });

/** POST /cleanup */
export const cleanUpRoute = (): Route => {
  const deps = depsOf();
  return async ({ caller, body }) => ({
    status: 200,
    body: await cleanUp(deps, caller, body, onFailure),
  });
};

/** An older operator's script sends its options as query parameters. */
const olderBody = ({ query }: HttpRequest) => ({
  olderThanHours: Number(query.hours ?? 24),
  dryRun: query.dry_run === 'true',
});

/** POST /api/upload/cleanup-temp?hours= */
export const olderCleanUpRoute = (): Route => {
  const deps = depsOf();
  return async (request) => ({
    status: 200,
    body: await cleanUp(deps, request.caller, olderBody(request), onFailure),
  });
};
