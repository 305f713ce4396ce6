import { createJob } from '../../core/jobs/create-job.ts';
import { jobView } from '../../core/jobs/model/job-view.ts';
import { settings } from '../shared/environment.ts';
import { answers, type Route } from '../shared/http.ts';
import { idempotent } from '../shared/idempotent.ts';
import { answering, bus, clock, jobs, uploads } from '../shared/wiring.ts';

/** POST /jobs */
export const createJobRoute = (): Route => {
  const deps = {
    jobs: jobs(),
    uploads: uploads(),
    bus: bus(),
    clock: clock(),
    ...settings('usersMayKeep'),
  };
  return idempotent(
    answering(),
    answers(
      async ({ caller, body }, ids) => jobView(await createJob({ ...deps, ids }, caller, body)),
      201,
    ),
  );
};
