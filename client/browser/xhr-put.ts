import { lostConnection } from '../api/problem.ts';
import type { Answer, Piece, PutRequest } from '../platform.ts';

/** A connection on which no byte moves for this long is treated as lost. */
const stallMs = 60_000;

/** PUT by XMLHttpRequest, because fetch does not report the progress of a request's body. */
export const xhrPut = ({ url, headers, body, signal, onSent }: PutRequest): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const fail = () => reject(signal?.aborted ? signal.reason : lostConnection(undefined));
    const cut = () => xhr.abort();
    let timer = setTimeout(cut, stallMs);
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(cut, stallMs);
    };
    xhr.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = ({ loaded }) => {
      alive();
      onSent(loaded);
    };
    xhr.onload = () =>
      resolve({
        status: xhr.status,
        text: xhr.responseText,
        retryAfter: xhr.status < 400 ? null : xhr.getResponseHeader('retry-after'),
      });
    xhr.onerror = fail;
    xhr.onabort = fail;
    xhr.onloadend = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cut);
    };
    signal?.addEventListener('abort', cut);
    if (signal?.aborted) cut();
    else xhr.send(bodyOf(body));
  });

const bodyOf = (piece: Piece): XMLHttpRequestBodyInit => {
  if ('path' in piece) throw new TypeError('A browser uploads blobs and bytes, not paths.');
  return piece;
};
