type Members = {
  type: string;
  status: number;
  detail: string;
  errors?: { field: string; message: string }[];
  retryAfterMs?: number;
};

/**
 * Every failure of the client except an abort: a refusal of the API or of storage, or a lost
 * connection, whose `status` is 0.
 */
export class KeepsakeProblem extends Error {
  override readonly name = 'KeepsakeProblem';
  readonly type: string;
  readonly status: number;
  readonly detail: string;
  /** Each wrong field of a refused request. */
  readonly errors: readonly { field: string; message: string }[];
  /** How long the server asks to wait before the next request. */
  readonly retryAfterMs: number;

  constructor({ type, status, detail, errors = [], retryAfterMs = 0 }: Members, cause?: unknown) {
    super(detail, cause === undefined ? undefined : { cause });
    this.type = type;
    this.status = status;
    this.detail = detail;
    this.errors = errors;
    this.retryAfterMs = retryAfterMs;
  }

  /** The same request may succeed later. A 403 of storage does after a new signature. */
  get retryable(): boolean {
    const { status } = this;
    return (
      (status === 0 && !this.is('file-unreadable')) ||
      status === 429 ||
      (status >= 500 && !this.is('record-unreadable')) ||
      this.is('storage-interrupted') ||
      (status === 403 && this.is('storage-refused'))
    );
  }

  /**
   * True if the network, the API or storage fails for every request. The API's own 500 concerns one
   * request. An exceeded quota is not an outage: waiting does not free it.
   */
  get isOutage(): boolean {
    const { status } = this;
    return (
      this.is('network') ||
      (status === 429 && !this.is('quota-exceeded')) ||
      status > 500 ||
      (status === 500 && this.is('storage-refused'))
    );
  }

  /** Whether the problem has this type of the API, e.g. `not-found`. */
  is(name: string): boolean {
    return this.type === urn(name);
  }
}

const urn = (name: string): string => `urn:keepsake:problem:${name}`;

const retryAfterMs = (value: string | null | undefined): number => {
  if (!value) return 0;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : 0;
};

/** The problem of a request without an answer. */
export const lostConnection = (cause: unknown): KeepsakeProblem =>
  new KeepsakeProblem(
    {
      type: urn('network'),
      status: 0,
      detail: 'The connection failed before the server answered.',
    },
    cause,
  );

/** `fetch` fails with a plain TypeError, and each engine words it differently. */
const fetchFailed = /fetch|networkerror|load failed/i;

/** An error of code that uses `fetch`, as a lost connection if it is one. */
export const orLostConnection = (error: unknown): unknown =>
  error instanceof TypeError && fetchFailed.test(error.message) ? lostConnection(error) : error;

/** The file itself cannot be read: the user must choose it again. */
export const unreadableFile = (cause: unknown): KeepsakeProblem =>
  new KeepsakeProblem(
    {
      type: urn('file-unreadable'),
      status: 0,
      detail: 'The file cannot be read: it is a folder, or has changed since it was chosen.',
    },
    cause,
  );

/** An answer that is not the API's, such as a page of a proxy or of the site. */
export const foreignAnswer = (status: number, cause: unknown): KeepsakeProblem =>
  new KeepsakeProblem(
    {
      type: 'about:blank',
      status,
      detail: 'The answer is not JSON. Is `baseUrl` the address of the API?',
    },
    cause,
  );

/** A refusal. API Gateway's own answers are not problem details: `message` is the detail. */
export const apiProblem = (
  status: number,
  text: string,
  retryAfter?: string | null,
): KeepsakeProblem => {
  const { type, detail, message, errors } = parsed(text);
  return new KeepsakeProblem({
    type: typeof type === 'string' ? type : 'about:blank',
    status,
    detail: String(detail ?? message ?? `The API answered ${status}.`),
    ...(Array.isArray(errors) && { errors }),
    retryAfterMs: retryAfterMs(retryAfter),
  });
};

const parsed = (
  text: string,
): { type?: unknown; detail?: unknown; message?: unknown; errors?: Members['errors'] } => {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
};

/** S3 answers 400 to some network faults. The same bytes may arrive next time. */
const interrupted =
  /RequestTimeout|BadDigest|IncompleteBody|ConditionalRequestConflict|OperationAborted/;

/** A refusal of storage, by the code in its XML. */
export const storageProblem = (
  status: number,
  text: string,
  retryAfter?: string | null,
): KeepsakeProblem => {
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1];
  const isInterrupted = code !== undefined && interrupted.test(code);
  return new KeepsakeProblem({
    type: urn(isInterrupted ? 'storage-interrupted' : 'storage-refused'),
    status,
    detail: `Storage answered ${code === undefined ? status : `${status} ${code}`}.`,
    retryAfterMs: retryAfterMs(retryAfter),
  });
};

/** Records that a list left out because they are damaged. All others were returned. */
export const leftOut = (ids: readonly string[]): KeepsakeProblem =>
  new KeepsakeProblem({
    type: urn('record-unreadable'),
    status: 500,
    detail:
      `Not complete: ${[...new Set(ids)].join(', ')} cannot be read. ` +
      'An operator of the stage can repair that.',
  });

/** The server refused the bytes. Only a new upload can succeed. */
export const refusedUpload = (uploadId: string, reason: string | undefined): KeepsakeProblem =>
  new KeepsakeProblem({
    type: urn('upload-mismatch'),
    status: 409,
    detail: `Upload ${uploadId} was refused: ${reason ?? 'it failed its checks'}.`,
  });

/**
 * True if the server or storage no longer takes bytes for this upload, because the upload is
 * finished, expired, aborted or another owner's. Recognises problems by their members, because
 * Uppy's entry is a bundle of its own.
 */
export const isOver = (error: unknown): boolean => {
  const { status, type } = error as Partial<KeepsakeProblem>;
  return (
    (status === 404 || status === 409 || status === 410) &&
    type !== urn('upload-mismatch') &&
    type !== urn('upload-not-received')
  );
};
