import { EventBridgeBus } from '../../../adapters/aws/event-bridge-bus.ts';
import { jobEvents, uploadEvents } from '../../../core/event-names.ts';
import type { UploadView } from '../../../core/uploads/model/upload-view.ts';
import { type Check, expectEqual } from '../check.ts';
import { finishTestJob, startTestJob, uploadTestFile } from '../samples/test-job.ts';
import { askApi } from '../stage/ask-api.ts';
import { askUntil } from '../stage/ask-until.ts';
import { listenerOf } from '../stage/listener.ts';
import { versionsBelow } from '../stage/stored-objects.ts';

const announced: Check = {
  name:
    'a job is heard of on the bus when it begins and when it ends, and erases its input where ' +
    'its policy says so',
  remedy:
    'see the logs of jobs and finish-jobs: a permission is missing, or the bus refuses their ' +
    'events',
  async run(stage) {
    const listener = await listenerOf(stage);
    const started = await startTestJob(stage);
    const { job, input } = started;
    const heard = (kind: string) =>
      listener.next(
        `${kind} of ${job.jobId}`,
        (one) => one.kind === kind && one.detail.jobId === job.jobId,
      );
    await heard(jobEvents.created);
    const { status, cleanUp } = await finishTestJob(stage, started);
    expectEqual('the status', status, 'finished');
    expectEqual('what was done with its input', cleanUp?.[input.uploadId], 'deleted');
    expectEqual(
      'the versions of its input',
      (await versionsBelow(stage.s3, stage.uploadsBucket, input.key)).length,
      0,
    );
    await heard(jobEvents.finished);
    return undefined;
  },
};

/** Visitors may not request this: the script publishes the request, as functions do. */
const promoted: Check = {
  name: 'a promotion keeps one verified copy of an upload',
  remedy: 'see the log of serve-promotions, its queue and its dead letters',
  async run(stage) {
    const { input, token } = await uploadTestFile(stage);
    await new EventBridgeBus(stage.bus, stage.eventBusName).publish({
      detailType: uploadEvents.promotionRequested,
      detail: { uploadId: input.uploadId },
    });
    await askUntil(`upload ${input.uploadId} permanent`, async () => {
      const { body } = await askApi<UploadView>(stage, {
        token,
        method: 'GET',
        path: `/uploads/${input.uploadId}`,
      });
      return body.status === 'permanent' ? body : undefined;
    });
    const prefix = stage.config.categories[input.category]?.prefix;
    const kept = await versionsBelow(
      stage.s3,
      stage.filesBucket,
      `${prefix}/promoted/${input.uploadId}`,
    );
    expectEqual('the versions in permanent storage', kept.length, 1);
    return undefined;
  },
};

/** Jobs, ended by their owner: a worker's own access is looked at by hand. */
export const jobChecks: readonly Check[] = [announced, promoted];
