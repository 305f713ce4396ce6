/** The kind of an error: each edge answers a kind in one way. */
export type ErrorFamily = 'input' | 'denied' | 'missing' | 'conflict' | 'limited' | 'transient' | 'damaged';

/** Every name of an error. Literal: minifiers rename classes. */
export type ErrorName =
  | 'InvalidInput'
  | 'BodyTooLarge'
  | 'NotSignedIn'
  | 'NotAllowed'
  | 'ChallengeNotPassed'
  | 'NotFound'
  | 'Gone'
  | 'OrderNotPaid'
  | 'OrderRefused'
  | 'UploadNotReceived'
  | 'UploadMismatch'
  | 'UploadInUse'
  | 'JobNotRunning'
  | 'QuotaExceeded'
  | 'AlreadyExists'
  | 'RequestInProgress'
  | 'IdempotencyKeyReused'
  | 'StaleRecord'
  | 'PaymentTooEarly'
  | 'AttemptSuperseded'
  | 'FilesNotVerified'
  | 'SourceMissing'
  | 'SourceChanged'
  | 'DestinationExists'
  | 'BatchBusy'
  | 'BatchRefused'
  | 'TransientFault'
  | 'RecordUnreadable';
