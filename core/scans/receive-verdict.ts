import type { FileCategory, ScanGate } from '../contract.ts';
import { NotFound } from '../errors.ts';
import { uploadIdsIn } from '../operations/model/orphan.ts';
import type { Alerts, Clock } from '../shared/ports.ts';
import type { ObjectStore } from '../storage/ports.ts';
import { changeUpload } from '../uploads/change-upload.ts';
import { isKept, type Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import { permanentKeys } from './model/permanent-keys.ts';
import type { Verdict } from './model/scan.ts';
import { withVerdict } from './model/scanned-upload.ts';

export type VerdictDeps = {
  uploads: Uploads;
  objects: Pick<ObjectStore, 'hide'>;
  alerts: Alerts;
  clock: Clock;
  scan: ScanGate;
  filesBucket: string;
  categories: Readonly<Record<string, FileCategory>>;
};

/** The upload with its verdict; `ignored`: the verdict is not news about any upload. */
export type VerdictOutcome = { before: Upload['status']; upload: Upload } | 'ignored';

/**
 * Records a scanner's verdict and does what follows from it: the file may be used, or is
 * quarantined. A permanent file that is infected after all is hidden and withdrawn from delivery.
 * Operators are told before the record is written, so a crash in between tells them twice. Verdicts
 * may come late, repeated, in any order, and about files that are gone.
 */
export const receiveVerdict = async (
  deps: VerdictDeps,
  verdict: Verdict,
): Promise<VerdictOutcome> => {
  const uploadId = idOf(verdict);
  if (uploadId === undefined) return 'ignored';
  const { scan: gate, filesBucket } = deps;
  const judging = { gate, filesBucket, now: deps.clock.now().toISOString() };
  let outcome: VerdictOutcome = 'ignored';
  const decide = async (current: Upload): Promise<Upload> => {
    const next = withVerdict(current, verdict, judging);
    outcome = next === current ? 'ignored' : { before: current.status, upload: next };
    if (next !== current && verdict.result === 'infected') await actOnInfection(deps, next);
    return next;
  };
  try {
    await changeUpload(deps, uploadId, decide);
    return outcome;
  } catch (error) {
    if (error instanceof NotFound) return 'ignored';
    throw error;
  }
};

/** The upload that a verdict is about, as it says itself or as the object's key says. */
const idOf = ({ key, uploadId }: Verdict): string | undefined => uploadId ?? uploadIdsIn(key)[0];

/** Everything that must be done before the record says that a file is infected. */
const actOnInfection = async (deps: VerdictDeps, upload: Upload): Promise<void> => {
  if (upload.withdrawnAt !== undefined) await hide(deps, upload);
  await alert(deps, upload);
};

/** Public files are served by their key alone, and a signed URL lives on for minutes. */
const hide = async (deps: VerdictDeps, upload: Upload): Promise<void> => {
  for (const key of permanentKeys(deps.categories, upload))
    await deps.objects.hide(deps.filesBucket, key);
};

const alert = async ({ alerts }: VerdictDeps, upload: Upload): Promise<void> => {
  const orderId = upload.orderIds?.at(-1);
  await alerts.raise({
    kind: 'file_infected',
    ...(orderId !== undefined && { orderId }),
    uploadId: upload.uploadId,
    message: messageFor(upload),
  });
};

const messageFor = ({ scan, orderIds = [], ...upload }: Upload): string => {
  const orders = orderIds.length === 0 ? '' : ` of ${orderIds.join(', ')}`;
  const threats = scan?.reason === undefined ? '' : `: ${scan.reason}`;
  const what = isKept(upload)
    ? 'The file was kept already, and is withdrawn from delivery.'
    : 'The file is not kept, and is never served.';
  return `Upload ${upload.uploadId}${orders} is infected${threats}. ${what}`;
};
