import { cleanUp } from '../../core/retention/clean-up.ts';
import { settings } from '../shared/environment.ts';
import { adminOnly, type HttpRequest, httpHandler } from '../shared/http.ts';
import { logger } from '../shared/observed.ts';
import { removing } from '../shared/removing.ts';

const deps = { ...removing(), ...settings('temporaryDays', 'sweepHours') };

const onFailure = (uploadId: string, error: unknown): void =>
  logger.error('Upload not cleaned up', { uploadId, error: error as Error });

/** An older operator's script names the age behind the question mark, and means it. */
const olderBody = ({ query }: HttpRequest) => ({
  olderThanHours: Number(query.hours ?? 24),
  dryRun: query.dry_run === 'true',
});

/** POST /cleanup, and the older POST /api/upload/cleanup-temp?hours= */
export const handler = httpHandler(
  adminOnly(async (request) => {
    const body = request.route.includes('cleanup-temp') ? olderBody(request) : request.body;
    return { status: 200, body: await cleanUp(deps, request.caller, body, onFailure) };
  }),
);
