import type { SignedPut } from '../api/api-types.ts';
import type { CallOptions } from '../api/retry.ts';
import type { KeepsakeClient } from '../browser.ts';
import type { UppyBody, UppyFileLike } from './uppy-types.ts';

/** Stands for a request that is not needed: another tab has completed the upload. */
export const nothingToSend: SignedPut = { method: 'PUT', url: 'about:blank', headers: {} };

/** One signed request. */
export type SignedRequest = {
  file: UppyFileLike;
  put: SignedPut;
  signAgain: () => Promise<SignedPut>;
  onWait: CallOptions['onWait'];
  /** Runs the request. Resolves, too, if it fails because another tab has completed the upload. */
  run: (send: () => Promise<void>) => Promise<unknown>;
};

/** Sends what Uppy hands over, through outages and with new signatures. */
export class UppySender {
  readonly #keepsake: KeepsakeClient;
  /** By URL: Uppy does not say which file the bytes belong to. */
  readonly #requests = new Map<string, SignedRequest>();

  constructor(keepsake: KeepsakeClient) {
    this.#keepsake = keepsake;
  }

  /** Keeps a request until Uppy sends it; returns what Uppy needs to know. */
  add(request: SignedRequest): SignedPut {
    const { method, url, headers } = request.put;
    this.#requests.set(url, request);
    return { method, url, headers };
  }

  /** Forgets the requests of a file that Uppy will not send: it has ended. */
  forget({ id }: UppyFileLike): void {
    for (const [url, { file }] of this.#requests) if (file.id === id) this.#requests.delete(url);
  }

  /** Uppy's `uploadPartBytes`, for whole files as well as for parts. */
  async send(uppyBody: UppyBody): Promise<{ ETag: string }> {
    const { body, onProgress, onComplete } = uppyBody;
    if (!(body instanceof Blob)) throw new TypeError('Keepsake takes PUT requests, not forms.');
    if (uppyBody.signature.url !== nothingToSend.url) await this.#sendRequest(uppyBody, body);
    onProgress({ loaded: body.size, lengthComputable: true });
    onComplete('');
    return { ETag: '' };
  }

  async #sendRequest(
    { signature: { url }, onProgress, signal }: UppyBody,
    body: Blob,
  ): Promise<void> {
    const request = this.#requests.get(url);
    if (!request) throw new Error('Uppy sends bytes that were not announced.');
    const { put, signAgain, onWait, run } = request;
    const onSent = (loaded: number) => onProgress({ loaded, lengthComputable: true });
    const signed = { body, signature: put, signAgain, onSent };
    await run(() => this.#keepsake.lowLevel.send(signed, { signal, onWait }));
    this.#requests.delete(url);
  }
}
