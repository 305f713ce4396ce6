import { jobView } from '../core/model/job-view.ts';
import { createJob } from '../core/use-cases/create-job.ts';
import { httpHandler } from './shared/http.ts';
import { bus, clock, ids, jobs, uploads } from './shared/wiring.ts';

const deps = { jobs: jobs(), uploads: uploads(), bus: bus(), ids: ids(), clock: clock() };

/** POST /jobs */
export const handler = httpHandler(async ({ caller, body }) => ({ status: 201, body: jobView(await createJob(deps, caller, body)) }));
