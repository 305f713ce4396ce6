import { verdictIn } from '../../core/scans/model/scan-news.ts';
import { receiveVerdict, type VerdictDeps } from '../../core/scans/receive-verdict.ts';
import { count, countArrival } from '../shared/counted.ts';
import { logger } from '../shared/observed.ts';

/** Verdicts of a scanner for malware. */
export const consumeVerdicts =
  (deps: VerdictDeps) =>
  async (event: unknown): Promise<void> => {
    const verdict = verdictIn(event);
    const outcome = await receiveVerdict(deps, verdict);
    const { key, result, failed } = verdict;
    if (outcome === 'ignored') return logger.info('Verdict ignored', { key, result });
    if (result === 'unscannable' && failed) count('ScansMissing');
    const { before, upload } = outcome;
    if (before === 'checking') countArrival(upload);
    const { uploadId, status } = upload;
    logger.info('Verdict received', { uploadId, result, status });
  };
