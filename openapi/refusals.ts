import type { ErrorName } from '../core/error-names.ts';
import { InvalidInput, NotFound } from '../core/errors.ts';
import { refusalReasons as why } from '../core/uploads/model/refusal-reasons.ts';
import { answers, type Problem, typeOf } from '../lambdas/shared/problem.ts';

/** One example of every reason for which a file is refused after it has arrived. */
export const fileRefusals: Record<keyof typeof why, string> = {
  otherSize: why.otherSize(2_048, 4_096),
  sentAs: why.sentAs('image/png', 'image/jpeg'),
  header: why.header('Content-Encoding', 'gzip'),
  otherType: why.otherType('image/png', 'image/jpeg'),
  unknownType: why.unknownType('image/jpeg'),
  hidesPage: why.hidesPage(),
  notText: why.notText(),
  beginsLikeMarkup: why.beginsLikeMarkup(),
  notCaptions: why.notCaptions(),
  notJson: why.notJson(),
  otherHash: why.otherHash(),
  missing: why.missing(),
  infected: why.infected('EICAR-Test-File'),
  unscanned: why.unscanned('password-protected'),
};

const upload = 'upl_0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f';
const order = 'ord_0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f';

const name = InvalidInput.of(
  'filename',
  'must not contain U+202E (right-to-left override): remove this character from the name',
);

const details: Partial<Record<ErrorName, string>> = {
  InvalidInput: name.message,
  BodyTooLarge: 'The body of this request may have at most 65536 bytes.',
  NotAllowed: 'Only operators may do this. Use the token of a member of the admin group.',
  ChallengeNotPassed:
    'The challenge was not passed, or its answer was used before. Solve a new one.',
  NotFound: new NotFound('upload', upload).message,
  Gone: `Upload ${upload} was expired. Start a new upload.`,
  OrderNotPaid: `Order ${order} is not paid; links are made for paid orders.`,
  OrderRefused: `Order ${order} is completed. There is nothing to try again.`,
  PaymentTooEarly: `Order ${order} is paid, but ${upload} has not arrived.`,
  UploadNotReceived: [
    `Upload ${upload}: nothing has arrived.`,
    'PUT the file to its URL, then complete it.',
  ].join(' '),
  UploadMismatch: `Upload ${upload} was refused: ${fileRefusals.otherType}. Start a new upload.`,
  UploadInUse:
    `Upload ${upload} is needed by an order being migrated or by a running job. Try again when ` +
    'that is over.',
  AlreadyExists: `Upload ${upload} has arrived already: its status is uploaded.`,
  JobNotRunning: 'Job job_1 is finished with another result. Look at it: GET /jobs/job_1.',
  QuotaExceeded:
    'A session may hold 200 files and 21474836480 bytes in temporary storage. Order, erase ' +
    'or abort some of it, or sign in.',
  RequestInProgress:
    'A request with this Idempotency-Key is being worked on. Send the same again in a second.',
  IdempotencyKeyReused:
    'This Idempotency-Key came with another body before. Use a new key for a new request.',
  StaleRecord: 'The link was changed or revoked meanwhile, or is gone.',
  BatchRefused: 'Batch bat_1 is completed; it cannot be paused.',
  TransientFault: 'Could not read a record now (ThrottlingException). Try the same again later.',
};

const exampleOf = (error: ErrorName, detail: string): Problem => ({
  type: typeOf(error),
  ...answers[error],
  detail,
  ...(error === 'InvalidInput' && { errors: name.issues }),
});

/** One answer of every kind that the API refuses a request with, by the error's name. */
export const problemExamples: Readonly<Record<string, Problem>> = Object.fromEntries(
  Object.entries(details).map(([error, detail]) => [error, exampleOf(error as ErrorName, detail)]),
);
