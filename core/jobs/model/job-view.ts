import type { Job } from './job.ts';

/** A job as its owner and its worker see it. */
export const jobView = ({
  revision: _lock,
  announcements: _promised,
  sessionId: _former,
  ...job
}: Job) => job;
