import type { ScanGate } from '../../contract.ts';
import { refusalReasons } from '../../uploads/model/refusal-reasons.ts';
import { isKept, type Upload } from '../../uploads/model/upload.ts';
import { isStronger, type Scan, type Verdict } from './scan.ts';

export type Scanned = Upload & { scan: Scan };

/** How a stage judges, where it keeps files, and the time of the judgement in ISO 8601. */
export type Judging = { gate: Pick<ScanGate, 'unscannable'>; now: string; filesBucket?: string };

/** The record with its version pinned: an early verdict about another version goes. */
export const pinned = (
  { scan, ...upload }: Upload,
  pin: { versionId: string; etag: string | undefined },
): Upload & { versionId: string } => ({
  ...upload,
  ...(scan?.versionId === pin.versionId && { scan }),
  ...pin,
});

/**
 * A file that has passed every other check: `uploaded`, or where the stage has a gate, by the
 * scan's verdict. The file is `checking` until there is one.
 */
export const passed = (
  upload: Upload & { versionId: string },
  gate: Judging['gate'] | undefined,
  now: string,
): Upload => {
  if (!gate) return { ...upload, status: 'uploaded' };
  const { versionId } = upload;
  const scan = { ...(upload.scan ?? { result: 'awaited', at: now, versionId }), decides: true };
  return decided({ ...upload, scan: scan as Scan }, { gate, now });
};

/** A file in temporary storage with the status that its scan gives it. */
const decided = ({ quarantineReason: _before, ...upload }: Scanned, judging: Judging): Upload => {
  const quarantineReason = refusalOf(upload.scan, judging);
  if (quarantineReason !== undefined) return { ...upload, status: 'quarantined', quarantineReason };
  return { ...upload, status: upload.scan.result === 'awaited' ? 'checking' : 'uploaded' };
};

/** Why a file may not be used, by its scan; nothing while it may, or while the scan is awaited. */
const refusalOf = ({ result, reason }: Scan, { gate }: Judging): string | undefined => {
  if (result === 'infected') return refusalReasons.infected(reason);
  const isRefused = result === 'unscannable' && gate.unscannable === 'refuse';
  return isRefused ? refusalReasons.unscanned(reason) : undefined;
};

/**
 * The record with a verdict. Returns the same record for a verdict about another version, for one
 * that is not stronger than the one on record, and for an upload that was given up. So verdicts
 * have the same end in any order and any number of times.
 */
export const withVerdict = (upload: Upload, verdict: Verdict, judging: Judging): Upload => {
  const isOver = upload.status === 'aborted' || upload.status === 'expired';
  if (isOver || !concerns(upload, verdict, judging)) return upload;
  const known = knownScan(upload, verdict);
  if (!isStronger(verdict.result, known?.result)) return upload;
  return judged({ ...upload, scan: scanBy(known, verdict, judging.now) }, judging);
};

/**
 * True for a verdict about the very bytes of the record, at the place where they are or, of a file
 * that was kept since, came in. Before a version is pinned, any version under the upload's key may
 * be it.
 */
const concerns = (upload: Upload, verdict: Verdict, judging: Judging): boolean => {
  const { bucket, key, versionId } = verdict;
  const isHere = bucket === upload.bucket && key === upload.key;
  if (upload.status === 'pending') return isHere;
  if (isAboutCopy(upload, verdict, judging)) return true;
  const cameIn = key.endsWith(`/${upload.uploadId}`) && versionId === upload.scan?.versionId;
  return (cameIn && isKept(upload)) || (isHere && versionId === upload.versionId);
};

/**
 * True where malware was found in any permanent copy of the upload: its promotion's, or that of
 * any of its orders. Every copy is proven to have the same bytes, and none is ever overwritten.
 */
const isAboutCopy = (upload: Upload, verdict: Verdict, { filesBucket }: Judging): boolean =>
  verdict.result === 'infected' &&
  verdict.bucket === filesBucket &&
  verdict.key !== upload.key &&
  verdict.key.endsWith(`/${upload.uploadId}`);

/** The scan that a verdict about this version has to be stronger than. */
const knownScan = ({ status, scan }: Upload, { versionId }: Verdict): Scan | undefined =>
  status === 'pending' && scan?.versionId !== versionId ? undefined : scan;

const judged = (upload: Scanned, judging: Judging): Upload => {
  const { status, scan } = upload;
  const isServed = status === 'uploaded' || status === 'permanent';
  if (isServed && scan.result === 'infected') return quarantined(upload, judging);
  return scan.decides && status !== 'permanent' ? decided(upload, judging) : upload;
};

/** Infected bytes are not served any more, even where no scan was waited for. */
const quarantined = (upload: Scanned, { now }: Judging): Upload => ({
  ...upload,
  status: 'quarantined',
  quarantineReason: refusalReasons.infected(upload.scan.reason),
  ...(upload.status === 'permanent' && { withdrawnAt: now }),
});

const scanBy = (known: Scan | undefined, verdict: Verdict, now: string): Scan => {
  const { result, reason, scanner, versionId } = verdict;
  return {
    result,
    at: now,
    ...(reason !== undefined && { reason }),
    ...(scanner !== undefined && { scanner }),
    versionId: known?.versionId ?? versionId,
    ...(known?.decides && { decides: true }),
  };
};

/** True for a file that nothing but its scan holds back. */
export const isHeldBackByScan = ({ status, scan, quarantineReason }: Upload): boolean => {
  if (status !== 'quarantined' || scan === undefined) return false;
  const { infected, unscanned } = refusalReasons;
  return [infected(scan.reason), unscanned(scan.reason)].includes(String(quarantineReason));
};

/** The record as it stood before its scan held it back, for good: no later verdict counts. */
export const overruled = (upload: Scanned, now: string): Upload => {
  const { quarantineReason: _refusal, withdrawnAt, ...rest } = upload;
  const status = withdrawnAt === undefined ? 'uploaded' : 'permanent';
  return { ...rest, status, scan: { ...upload.scan, result: 'overruled', at: now } };
};
