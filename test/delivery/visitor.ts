import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { defaultPaymentEvent } from '../../core/contract.ts';
import type { OrderView } from '../../core/model/order-view.ts';
import type { Deployed } from '../../local/deploy.ts';
import { minimalFile } from '../../local/samples/minimal-file.ts';
import { departure } from '../../openapi/conformance.ts';
import { eventBridge } from '../contracts/emulator.ts';

/** The stacks under test, as left by test/jest/start-emulator.ts. */
export const deployed: Deployed = JSON.parse(process.env.KEEPSAKE_LOCAL ?? '{}');

/** What came back; `json` is undefined where the body is none. */
// biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the tests are about.
export type Answer = { status: number; headers: Headers; bytes: Buffer; text: string; json: any };

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** One GET that follows nothing. */
export const fetchOnce = async (url: string, init: RequestInit = {}): Promise<Answer> => {
  const { status, headers, ...response } = await fetch(url, { redirect: 'manual', ...init }).then(async (answer) => ({
    status: answer.status,
    headers: answer.headers,
    bytes: Buffer.from(await answer.arrayBuffer()),
  }));
  const text = response.bytes.toString();
  return { status, headers, bytes: response.bytes, text, json: parsed(text) };
};

/** One request to the deployed API; an answer the API's description does not allow fails whoever asked. */
export const request = async (method: string, path: string, { token, body }: { token?: string; body?: unknown } = {}): Promise<Answer> => {
  const answer = await fetchOnce(`${deployed.apiUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const contentType = answer.headers.get('content-type') ?? '';
  const wrong = departure({ method, path, status: answer.status, contentType, body: answer.json });
  if (wrong) throw new Error(wrong);
  return answer;
};

/** A file somebody sent. */
export type SentFile = { uploadId: string; role: string; fileName: string; bytes: Buffer };

type NewFile = { role?: string; fileName?: string; contentType?: string; category?: string };

const amount = { value: 49.9, currency: 'EUR' };

/** Somebody with a session. */
export class Visitor {
  readonly token: string;

  constructor(token: string) {
    this.token = token;
  }

  ask(method: string, path: string, body?: unknown): Promise<Answer> {
    return request(method, path, { token: this.token, body });
  }

  /** Uploads bytes nobody sent before. */
  async send({ role = 'photo', fileName = 'Grüße.jpg', contentType = 'image/jpeg', category = 'photo' }: NewFile = {}): Promise<SentFile> {
    const bytes = minimalFile(contentType, 100);
    const sha256 = createHash('sha256').update(bytes).digest('base64');
    const announced = { filename: fileName, contentType, category, sizeBytes: bytes.length, sha256 };
    const { json: put } = await this.ask('POST', '/uploads', announced);
    await fetch(put.url, { method: put.method, headers: put.headers, body: new Uint8Array(bytes) });
    await this.ask('POST', `/uploads/${put.uploadId}/complete`);
    return { uploadId: put.uploadId, role, fileName, bytes };
  }

  /** Orders files and does not pay. */
  async order(files: readonly SentFile[]): Promise<string> {
    const wanted = files.map(({ role, uploadId }) => ({ role, uploadId, required: true }));
    return (await this.ask('POST', '/orders', { amount, files: wanted })).json.orderId;
  }

  /** Orders files, pays, and waits until they are kept. */
  async paidOrder(files: readonly SentFile[]): Promise<string> {
    const orderId = await this.order(files);
    const { source, detailType } = defaultPaymentEvent;
    const detail = JSON.stringify({ orderId, paymentId: `pay_${randomUUID()}`, amount });
    const entry = { EventBusName: deployed.eventBusName, Source: source, DetailType: detailType, Detail: detail };
    await eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
    await this.#completed(orderId);
    return orderId;
  }

  // How long it takes decides nothing; that it never comes does.
  async #completed(orderId: string): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      const { status } = (await this.ask('GET', `/orders/${orderId}`)).json as OrderView;
      if (status === 'completed') return;
      await pause(100);
    }
    throw new Error(`${orderId} was never completed`);
  }

  /** Makes a permalink. */
  async link(orderId: string, body: object = {}): Promise<Record<string, string>> {
    return (await this.ask('POST', `/orders/${orderId}/links`, body)).json;
  }
}

/** A new visitor with a session of their own. */
export const aVisitor = async (): Promise<Visitor> => new Visitor((await request('POST', '/sessions')).json.token);
