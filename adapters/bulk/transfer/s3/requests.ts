import type { Bandwidth } from '../engine/bandwidth.ts';
import type { GrowthGate } from '../engine/growth-gate.ts';
import type { SharedLimit } from '../engine/shared-limit.ts';
import type { Slots } from '../engine/slots.ts';
import { isThrottling, S3Refusal } from './s3-refusal.ts';
import type { S3Answer, S3Request, S3Wire } from './s3-wire.ts';

type Parts = {
  wire: S3Wire;
  slots: Slots;
  limit: SharedLimit;
  gate: GrowthGate;
  now: () => number;
  /** The limit of what is sent; by default none. */
  bandwidth?: Bandwidth | undefined;
};

/** Requests to the destination, within the shared limit; each answer adjusts the limit. */
export class Requests {
  readonly #parts: Parts;
  /** The shortest time to an answer, ms, of requests without a body; `undefined` before it. */
  fastestMs: number | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Whether a limit of bandwidth paces the bodies. */
  get isPaced(): boolean {
    return this.#parts.bandwidth !== undefined;
  }

  /** Sends once, as soon as the limit lets, without a promise and without pacing the body. */
  send(request: S3Request, bytes: number, onAnswer: (answer: S3Answer | Error) => void): void {
    const { wire, slots } = this.#parts;
    slots.takeThen(() => {
      const sentAt = this.#begin();
      wire.send(request, (answer) => {
        this.#end(sentAt, bytes, answer);
        onAnswer(answer);
      });
    });
  }

  /** Tries once; throws as `S3Wire.ask` does. `bytes` of the body are counted once they arrived. */
  async ask(request: S3Request, bytes = 0): Promise<S3Answer> {
    const { wire, slots, bandwidth } = this.#parts;
    const wait = slots.take();
    if (wait) await wait;
    const sentAt = this.#begin();
    try {
      const answer = await wire.ask(bandwidth ? paced(request, bandwidth) : request);
      this.#end(sentAt, bytes, answer);
      return answer;
    } catch (error) {
      this.#end(sentAt, bytes, error);
      throw error;
    }
  }

  #begin(): number {
    const { limit, now } = this.#parts;
    limit.begun();
    return now();
  }

  #end(sentAt: number, bytes: number, answer: unknown): void {
    const { slots, limit, gate, now } = this.#parts;
    const ms = now() - sentAt;
    const isAnswer = !(answer instanceof Error);
    if (bytes === 0 && (isAnswer || answer instanceof S3Refusal))
      this.fastestMs = Math.min(ms, this.fastestMs ?? ms);
    if (isAnswer) {
      limit.sent(bytes);
      if (gate.lets(ms, bytes)) limit.raise();
    } else if (isThrottling(answer)) limit.lower(sentAt, now());
    limit.ended();
    slots.give();
  }
}

/** The request with a body that goes as fast as the limit lets. */
const paced = (request: S3Request, bandwidth: Bandwidth): S3Request => {
  const { body } = request;
  if (!body) return request;
  const { payload } = body;
  const pieces = (): AsyncIterable<Uint8Array> | Iterable<Uint8Array> =>
    'buffer' in payload
      ? [payload.buffer.subarray(payload.start, payload.start + payload.length)]
      : payload.chunks();
  const chunks = (): AsyncIterable<Uint8Array> => bandwidth.slices(pieces());
  return { ...request, body: { ...body, payload: { length: payload.length, chunks } } };
};
