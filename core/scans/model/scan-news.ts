import * as z from 'zod';
import { guardDutyResult, scanEvents } from '../../event-names.ts';
import { parseInput } from '../../shared/model/parse-input.ts';
import { cutText } from '../../shared/model/text.ts';
import type { Verdict } from './scan.ts';

/** A text of a scanner. A long one is cut: its verdict must not get lost over it. */
const said = (most: number) => z.string().overwrite((text) => cutText(text, most));

/**
 * The detail of `ScanFinished`: the finding of any scanner about one version of one object.
 * `reason` names the threats, or says why the file could not be scanned.
 */
export const scanFinishedSchema = z.object({
  bucket: z.string(),
  key: z.string(),
  versionId: z.string(),
  result: z.enum(['clean', 'infected', 'unscannable']),
  reason: said(500).optional(),
  scanner: said(100).optional(),
  /** With `unscannable`: the scanner failed, e.g. without rights. Operators are alerted. */
  failed: z.boolean().optional(),
  /** The upload, where the key does not say it. */
  uploadId: z.string().optional(),
});

/** A verdict of the stage's own scanner. */
export const scanFinishedEventSchema = z.object({
  'detail-type': z.literal(scanEvents.finished),
  detail: scanFinishedSchema,
});

/** A verdict of GuardDuty. */
export const guardDutyEventSchema = z.object({
  'detail-type': z.literal(guardDutyResult.detailType),
  detail: z.object({
    s3ObjectDetails: z.object({
      bucketName: z.string(),
      objectKey: z.string(),
      versionId: z.string(),
    }),
    scanResultDetails: z.object({
      scanResultStatus: z.string(),
      threats: z.array(z.object({ name: z.string() })).nullish(),
    }),
  }),
});

const unsupported = 'it is too large, protected by a password, or packed too deeply';

/** Why GuardDuty failed to scan a file, by its status. */
const failures: Readonly<Record<string, string>> = {
  ACCESS_DENIED: 'GuardDuty may not read it',
  FAILED: 'GuardDuty failed',
};

/** The verdict in an event, of GuardDuty or of any scanner. Throws `InvalidInput`. */
export const verdictIn = (event: unknown): Verdict => {
  const { detail } = parseInput(z.union([scanFinishedEventSchema, guardDutyEventSchema]), event);
  return 's3ObjectDetails' in detail ? verdictOf(detail) : detail;
};

type Result = z.infer<typeof guardDutyEventSchema>['detail'];

const verdictOf = ({ s3ObjectDetails: object, scanResultDetails }: Result): Verdict => ({
  bucket: object.bucketName,
  key: object.objectKey,
  versionId: object.versionId,
  ...findingOf(scanResultDetails),
  scanner: 'GuardDuty',
});

const findingOf = ({ scanResultStatus: status, threats }: Result['scanResultDetails']) => {
  if (status === 'NO_THREATS_FOUND') return { result: 'clean' as const };
  if (status === 'THREATS_FOUND') {
    const names = (threats ?? []).map(({ name }) => name).join(', ');
    return { result: 'infected' as const, ...(names !== '' && { reason: cutText(names, 500) }) };
  }
  const result = 'unscannable' as const;
  if (status === 'UNSUPPORTED') return { result, reason: unsupported };
  return { result, reason: failures[status] ?? `GuardDuty: ${status}`, failed: true };
};
