import { createHash } from 'node:crypto';
import type { Api } from '../../local/api.ts';
import { expectEqual } from '../check.ts';
import { askApi } from '../stage/ask-api.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { oncePerStage } from '../stage/once-per-stage.ts';
import { aVisitor } from '../stage/visitor.ts';
import { randomFile } from './test-order.ts';

/** An announced upload and the bytes it was announced for. */
export type Presigned = {
  key: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  contentType: string;
  bytes: Buffer;
};

const visitorOf = oncePerStage<Api>(aVisitor);

/** Announces a small file through the API; nothing is sent yet. */
export const announceFile = async (stage: DeployedStage): Promise<Presigned> => {
  const { token } = await visitorOf(stage);
  const { category, fileName, contentType, bytes } = randomFile(stage);
  const sha256 = createHash('sha256').update(bytes).digest('base64');
  const body = { filename: fileName, contentType, sizeBytes: bytes.length, sha256, category };
  const answer = await askApi<Omit<Presigned, 'contentType' | 'bytes'>>(stage, {
    token,
    method: 'POST',
    path: '/uploads',
    body,
  });
  expectEqual('the answer to POST /uploads', answer.status, 201);
  return { ...answer.body, contentType, bytes };
};

/** Sends it as a client would; returns the status. */
export const put = async ({ method, url, headers, bytes }: Presigned): Promise<number> => {
  const response = await fetch(url, { method, headers, body: new Uint8Array(bytes) });
  await response.arrayBuffer();
  return response.status;
};
