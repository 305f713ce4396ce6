/** What Keepsake tells an endpoint: docs/events has the schema of each type's `data`. */
export type WebhookEvent = { id: string; type: string; timestamp: string; data: unknown };

/** The request is not one that Keepsake signed for this endpoint lately. Answer it with 401. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}

/** Headers of a request: those of `fetch`, of Node or of a framework. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | string[] | undefined>>;

const toleranceMs = 5 * 60_000;

/**
 * Verifies a webhook by the Standard Webhooks specification and returns its event. `body` is the
 * raw text, before any parsing; `secrets` is the endpoint's secret, or two with a space in between
 * while one is being replaced. Throws `WebhookRefused`. `id` is the same at every try: drop what
 * you had.
 */
export const verifyWebhook = async (
  body: string,
  headers: WebhookHeaders,
  secrets: string,
): Promise<WebhookEvent> => {
  const keys = await keysOf(secrets);
  const id = headerOf(headers, 'webhook-id');
  const seconds = headerOf(headers, 'webhook-timestamp');
  const signatures = headerOf(headers, 'webhook-signature').split(' ');
  const content = new TextEncoder().encode(`${id}.${seconds}.${body}`);
  if (!(Math.abs(Date.now() - Number(seconds) * 1000) <= toleranceMs))
    throw new WebhookRefused('The webhook was signed more than five minutes from now.');
  if (!(await isSignedBy(keys, signatures, content)))
    throw new WebhookRefused('No signature of the webhook is of this endpoint’s secret.');
  return { id, ...JSON.parse(body) };
};

const keysOf = async (secrets: string): Promise<CryptoKey[]> => {
  const texts = secrets.split(/\s+/).filter((text) => text !== '');
  if (texts.length === 0) throw new TypeError('The endpoint has no secret.');
  return Promise.all(
    texts.map(async (text) => {
      const bytes = bytesOf(text.replace(/^whsec_/, ''));
      if (bytes === undefined || bytes.length === 0)
        throw new TypeError('A secret of webhooks is whsec_ and base64.');
      return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [
        'verify',
      ]);
    }),
  );
};

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> | undefined => {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
};

const headerOf = (headers: WebhookHeaders, name: string): string => {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new WebhookRefused(`The request has no header ${name}.`);
};

const isSignedBy = async (
  keys: readonly CryptoKey[],
  signatures: readonly string[],
  content: Uint8Array<ArrayBuffer>,
): Promise<boolean> => {
  for (const signature of signatures) {
    const bytes = signature.startsWith('v1,') ? bytesOf(signature.slice(3)) : undefined;
    if (bytes === undefined) continue;
    for (const key of keys)
      if (await crypto.subtle.verify('HMAC', key, bytes, content)) return true;
  }
  return false;
};
