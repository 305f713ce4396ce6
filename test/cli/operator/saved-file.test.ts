import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { saveFile } from '../../../cli/operator/saved-file.ts';
import { sha256 } from '../../core/builders/records.ts';
import { listen, urlOf } from '../../listening.ts';

let answer: { status: number; headers: Record<string, string>; isCut?: boolean };
const server = createServer((_, response) => {
  response.writeHead(answer.status, answer.headers);
  if (!answer.isCut) response.end('cat');
  else response.write('c', () => response.destroy());
});
const folder = mkdtempSync(path.join(tmpdir(), 'keepsake-saved-'));
const file = path.join(folder, 'upl_1');

beforeAll(async () => {
  await listen(server);
});
beforeEach(() => {
  answer = { status: 200, headers: {} };
  rmSync(file, { force: true });
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const save = (fields: { sizeBytes?: number; sha256?: string | undefined } = {}) => {
  const url = async () => `${urlOf(server)}/`;
  return saveFile(file, { url, sizeBytes: 3, sha256: sha256('cat'), ...fields });
};

describe('a file that is saved', () => {
  it('has the bytes that storage keeps, also those that it calls packed', async () => {
    answer.headers = { 'content-encoding': 'gzip' };
    expect(await save()).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe('cat');
  });

  it('is compared by its size where the record has no SHA-256', async () => {
    expect(await save({ sha256: undefined })).toBeUndefined();
    rmSync(file);
    expect(await save({ sha256: undefined, sizeBytes: 4 })).toBe('3 bytes came, expected 4');
  });

  it.each([
    ['is refused', { status: 403, headers: {} }, /answered with 403/],
    [
      'ends early',
      { status: 200, headers: { 'content-length': '3' }, isCut: true },
      /aborted|hang/,
    ],
  ])('is not there if its download %s', async (_, given, why) => {
    answer = given;
    expect(await save()).toMatch(why);
    expect(readdirSync(folder)).toEqual([]);
  });
});
