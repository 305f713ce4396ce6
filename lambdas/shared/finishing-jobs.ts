import { eraseUnlessKept } from '../../core/retention/erase-upload.ts';
import { removing } from './removing.ts';
import { bus, jobs } from './wiring.ts';

/** What ending a job takes: its policy may erase files and ask for others to be promoted. */
export const finishingJobs = () => {
  const deps = removing();
  return {
    ...deps,
    jobs: jobs(),
    bus: bus(),
    erase: (uploadId: string, by: string) => eraseUnlessKept(deps, uploadId, by),
  };
};
