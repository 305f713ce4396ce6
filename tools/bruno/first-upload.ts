import { createHash } from 'node:crypto';
import type { BrunoRequest } from '@usebruno/lang';

const text = 'Good morning.';
const sha256 = createHash('sha256').update(text).digest('base64');

type Step = Omit<BrunoRequest, 'meta' | 'assertions'> & { name: string; status: number };

const json = (body: object): { json: string } => ({ json: JSON.stringify(body, null, 2) });

const steps: readonly Step[] = [
  {
    name: 'Start a session',
    http: { method: 'post', url: '{{address}}/sessions', body: 'none', auth: 'none' },
    script: { res: "bru.setEnvVar('token', res.getBody().token);" },
    status: 201,
  },
  {
    name: 'Announce a text',
    http: { method: 'post', url: '{{address}}/uploads', body: 'json', auth: 'inherit' },
    body: json({
      filename: 'good-morning.txt',
      category: 'transcript',
      contentType: 'text/plain',
      sizeBytes: Buffer.byteLength(text),
      sha256,
    }),
    script: {
      res: [
        'const upload = res.getBody();',
        "bru.setVar('uploadId', upload.uploadId);",
        "bru.setVar('uploadUrl', upload.url);",
        "bru.setVar('uploadHeaders', upload.headers);",
      ].join('\n'),
    },
    status: 201,
  },
  {
    name: 'Send the text to storage',
    http: { method: 'put', url: '{{uploadUrl}}', body: 'text', auth: 'none' },
    body: { text },
    script: {
      req: [
        "const headers = bru.getVar('uploadHeaders');",
        'for (const name of Object.keys(headers)) req.setHeader(name, headers[name]);',
      ].join('\n'),
    },
    // The URL is signed as it is.
    settings: { encodeUrl: false },
    status: 200,
  },
  {
    name: 'Complete the upload',
    http: {
      method: 'post',
      url: '{{address}}/uploads/{{uploadId}}/complete',
      body: 'none',
      auth: 'inherit',
    },
    status: 200,
  },
  {
    name: 'Order the text',
    http: { method: 'post', url: '{{address}}/orders', body: 'json', auth: 'inherit' },
    body: json({
      amount: { value: 4.9, currency: 'EUR' },
      files: [{ uploadId: '{{uploadId}}', role: 'transcript', required: true }],
    }),
    status: 201,
  },
];

/** A visitor's way from nothing to an order that waits for its payment, request by request. */
export const firstUpload: readonly BrunoRequest[] = steps.map(
  ({ name, status, ...step }, index) => ({
    meta: { name, type: 'http', seq: index + 1 },
    ...step,
    assertions: [{ name: 'res.status', value: `eq ${status}`, enabled: true }],
  }),
);
