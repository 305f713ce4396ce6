import { eraseUnlessKept } from '../../core/retention/erase-upload.ts';
import { removalPorts } from './removal-ports.ts';
import { bus, jobs } from './wiring.ts';

/** The ports that end a job: its policy may erase files and request promotions. */
export const jobEndPorts = () => {
  const deps = removalPorts();
  return {
    ...deps,
    jobs: jobs(),
    bus: bus(),
    erase: (uploadId: string, by: string) => eraseUnlessKept(deps, uploadId, by),
  };
};
