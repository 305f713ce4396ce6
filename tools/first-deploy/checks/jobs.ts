import { jobEvents } from '../../../core/contract.ts';
import { type Check, expectEqual } from '../check.ts';
import { findTestJob, finishTestJob, startTestJob } from '../samples/test-job.ts';
import { eventually } from '../stage/eventually.ts';
import { listenerOf } from '../stage/listener.ts';
import { versionsBelow } from '../stage/stored-objects.ts';

const announced: Check = {
  name: 'a job is heard of on the bus when it begins and when it ends, and erases its input where its policy says so',
  remedy: 'see the logs of create-job and finish-job: a permission is missing, or the bus refuses their events',
  async run(stage) {
    const listener = await listenerOf(stage);
    const started = await startTestJob(stage, 'delete');
    const { job, input } = started;
    const heard = (kind: string) => listener.next(`${kind} of ${job.jobId}`, (one) => one.kind === kind && one.detail.jobId === job.jobId);
    await heard(jobEvents.created);
    const { status, cleanUp } = await finishTestJob(stage, started);
    expectEqual('the status', status, 'finished');
    expectEqual('what was done with its input', cleanUp?.[input.uploadId], 'deleted');
    expectEqual('the versions of its input', (await versionsBelow(stage.s3, stage.uploadsBucket, input.key)).length, 0);
    await heard(jobEvents.finished);
    return undefined;
  },
};

const promoted: Check = {
  name: 'a job that promotes its input keeps one verified copy of it, and ends when that is there',
  remedy: 'see the log of serve-promotions, its queue and its dead letters',
  async run(stage) {
    const started = await startTestJob(stage, 'promote');
    const { job, input } = started;
    await finishTestJob(stage, started);
    const done = await eventually(`the end of job ${job.jobId}`, async () => {
      const now = await findTestJob(stage, started);
      return now.status === 'finishing' ? undefined : now;
    });
    expectEqual('the status', done.status, 'finished');
    expectEqual('what was done with its input', done.cleanUp?.[input.uploadId], 'promoted');
    const prefix = stage.config.categories[input.category]?.prefix;
    const kept = await versionsBelow(stage.s3, stage.filesBucket, `${prefix}/promoted/${input.uploadId}`);
    expectEqual('the versions in permanent storage', kept.length, 1);
    return undefined;
  },
};

/** Jobs, ended by their owner: a worker's own access is looked at by hand. */
export const jobChecks: readonly Check[] = [announced, promoted];
