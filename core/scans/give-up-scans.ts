import type { ScanGate } from '../contract.ts';
import type { Clock } from '../shared/ports.ts';
import { tellUnreadable, withoutUnreadable } from '../shared/unreadable.ts';
import { changeUpload } from '../uploads/change-upload.ts';
import type { Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import type { Verdict } from './model/scan.ts';
import { withVerdict } from './model/scanned-upload.ts';

type Deps = { uploads: Uploads; clock: Clock; scan?: ScanGate | undefined };

const pageSize = 100;

/** A stage that has no scanner any more: no verdict comes, and an order would wait for ever. */
const withoutScanner: ScanGate = { unscannable: 'pass', waitHours: 0 };

/**
 * Ends the wait for verdicts that have not come in the stage's hours: those files count as not
 * scannable. A verdict that comes later is stronger and still counts. Where `scan` was taken out of
 * the settings, the files that wait pass at once, as new ones do. Returns how many there were. One
 * failing upload does not stop the others.
 */
export const giveUpScans = async (
  deps: Deps,
  onFailure: (uploadId: string, error: unknown) => void,
): Promise<number> => {
  const { uploads, clock, scan = withoutScanner } = deps;
  const before = new Date(clock.now().getTime() - scan.waitHours * 3_600_000).toISOString();
  let given = 0;
  let after: string | undefined;
  do {
    const { answer: page, unreadable } = await withoutUnreadable(
      uploads.list({ status: 'checking', to: before }, { limit: pageSize, after }),
    );
    tellUnreadable(unreadable, onFailure);
    for (const upload of page.uploads.filter((one) => isOverdue(one, before))) {
      try {
        if (await giveUp({ ...deps, scan }, upload, before)) given++;
      } catch (error) {
        onFailure(upload.uploadId, error);
      }
    }
    after = page.next;
  } while (after !== undefined);
  return given;
};

const isOverdue = ({ status, scan }: Upload, before: string): boolean =>
  status === 'checking' && scan?.decides === true && scan.result === 'awaited' && scan.at < before;

/** True if this call ended the wait; false if a verdict came meanwhile. */
const giveUp = async (
  deps: Deps & { scan: ScanGate },
  { uploadId }: Upload,
  before: string,
): Promise<boolean> => {
  let isGivenUp = false;
  await changeUpload(deps, uploadId, (current) => {
    const verdict = isOverdue(current, before) ? lost(current, deps.scan.waitHours) : undefined;
    isGivenUp = verdict !== undefined;
    const now = deps.clock.now().toISOString();
    return verdict ? withVerdict(current, verdict, { gate: deps.scan, now }) : current;
  });
  return isGivenUp;
};

const lost = ({ bucket, key, scan }: Upload, hours: number): Verdict | undefined =>
  scan && {
    bucket,
    key,
    versionId: scan.versionId,
    result: 'unscannable',
    reason: hours > 0 ? `no verdict came within ${hours} hours` : 'there is no scanner any more',
  };
