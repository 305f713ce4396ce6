import { cleanUp } from '../../core/retention/clean-up.ts';
import { settings } from '../shared/environment.ts';
import type { HttpRequest, Route } from '../shared/http.ts';
import { logger } from '../shared/observed.ts';
import { removing } from '../shared/removing.ts';

const onFailure = (uploadId: string, error: unknown): void =>
  logger.error('Upload not cleaned up', { uploadId, error: error as Error });

const cleaning = (bodyOf: (request: HttpRequest) => unknown): Route => {
  const deps = { ...removing(), ...settings('temporaryDays', 'sweepHours') };
  return async (request) => ({
    status: 200,
    body: await cleanUp(deps, request.caller, bodyOf(request), onFailure),
  });
};

/** POST /cleanup */
export const cleanUpRoute = (): Route => cleaning(({ body }) => body);

/** An older operator's script names the age behind the question mark, and means it. */
const olderBody = ({ query }: HttpRequest) => ({
  olderThanHours: Number(query.hours ?? 24),
  dryRun: query.dry_run === 'true',
});

/** POST /api/upload/cleanup-temp?hours= */
export const olderCleanUpRoute = (): Route => cleaning(olderBody);
