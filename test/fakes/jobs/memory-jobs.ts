import { AlreadyExists, StaleRecord } from '../../../core/errors.ts';
import {
  isWantedJob,
  type Job,
  type JobQuery,
  jobNeedsAttention,
  jobPosition,
} from '../../../core/jobs/model/job.ts';
import type { Jobs } from '../../../core/jobs/ports.ts';
import type { RecordErasure } from '../../../core/retention/model/erasure.ts';
import type { Stretch } from '../../../core/shared/model/stretch.ts';
import { MemoryErasures } from '../retention/memory-erasures.ts';

/** Jobs in a map. Values are copied in and out. */
export class MemoryJobs implements Jobs {
  readonly #records = new Map<string, Job>();
  readonly #erasures: MemoryErasures;

  constructor(erasures = new MemoryErasures()) {
    this.#erasures = erasures;
  }

  async create(job: Job): Promise<void> {
    if (this.#records.has(job.jobId)) throw new AlreadyExists(`Job ${job.jobId} exists already.`);
    this.put(job);
  }

  async find(jobId: string): Promise<Job | undefined> {
    return structuredClone(this.#records.get(jobId));
  }

  async findMany(jobIds: readonly string[]): Promise<Job[]> {
    const found = await Promise.all([...new Set(jobIds)].map((id) => this.find(id)));
    return found.filter((job) => job !== undefined);
  }

  async save(job: Job): Promise<Job> {
    if (this.#records.get(job.jobId)?.revision !== job.revision)
      throw new StaleRecord(`Job ${job.jobId} changed.`);
    const next = { ...job, revision: job.revision + 1 };
    this.put(next);
    return next;
  }

  async erase(job: Job, entry: RecordErasure): Promise<void> {
    if (this.#records.get(job.jobId)?.revision !== job.revision)
      throw new StaleRecord(`Job ${job.jobId} changed.`);
    this.#erasures.put(entry);
    this.#records.delete(job.jobId);
  }

  async list(query: JobQuery, { limit, after }: Stretch): Promise<{ jobs: Job[]; next?: string }> {
    const rest = [...this.#records.values()]
      .filter((job) => isWantedJob(job, query) && (after === undefined || jobPosition(job) < after))
      .sort((a, b) => (jobPosition(a) > jobPosition(b) ? -1 : 1));
    const jobs = structuredClone(rest.slice(0, limit));
    const last = jobs.at(-1);
    return rest.length > limit && last ? { jobs, next: jobPosition(last) } : { jobs };
  }

  async *needingAttention(before: Date): AsyncGenerator<string> {
    const waiting = [...this.#records.values()].filter(
      (job) => jobNeedsAttention(job) && job.updatedAt < before.toISOString(),
    );
    for (const { jobId } of waiting.sort((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1)))
      yield jobId;
  }

  /** For tests: writes without asking. */
  put(job: Job): void {
    this.#records.set(job.jobId, structuredClone(job));
  }

  /** For tests: every record there is. */
  get all(): Job[] {
    return structuredClone([...this.#records.values()]);
  }
}
