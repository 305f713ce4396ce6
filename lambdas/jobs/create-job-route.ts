import { createJob } from '../../core/jobs/create-job.ts';
import { jobView } from '../../core/jobs/model/job-view.ts';
import type { Route } from '../shared/http.ts';
import { idempotent } from '../shared/idempotent.ts';
import { answering, bus, clock, jobs, uploads } from '../shared/wiring.ts';

/** POST /jobs */
export const createJobRoute = (): Route => {
  const deps = { jobs: jobs(), uploads: uploads(), bus: bus(), clock: clock() };
  return idempotent(answering(), async ({ caller, body }, ids) => ({
    status: 201,
    body: jobView(await createJob({ ...deps, ids }, caller, body)),
  }));
};
