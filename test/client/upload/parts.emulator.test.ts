import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, folderStore } from '../../../client/node.ts';
import { deployed } from '../../integration/shared/deployed.ts';

/** Large enough for several parts on the local stage; begins like an MP4 film. */
const film = (): Buffer =>
  Buffer.concat([
    Buffer.from('00000020667479706d703432000000006d7034326d70343169736f6d61766331', 'hex'),
    randomBytes(40 * 1024 ** 2),
  ]);

const uploader = (token: string, folder: string): string => `
import { createClient, folderStore } from ${JSON.stringify(new URL('../../../client/node.ts', import.meta.url).href)};
const keepsake = createClient({
  baseUrl: ${JSON.stringify(deployed.apiUrl)},
  token: ${JSON.stringify(token)},
  resumeStore: folderStore(${JSON.stringify(folder)}),
});
await keepsake.upload(${JSON.stringify(join(folder, 'film.mp4'))}, {
  category: 'video',
  onProgress: ({ sentBytes }) => process.send(sentBytes),
});
`;

const killAt = async (child: ChildProcess, bytes: number): Promise<void> => {
  child.on('message', (sent) => {
    if ((sent as number) > bytes) child.kill('SIGKILL');
  });
  await once(child, 'exit');
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepsake-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('an upload in parts to the deployed API', () => {
  it('whose process is killed is resumed by the next one, and arrives whole', async () => {
    const bytes = film();
    const { token } = await createClient({ baseUrl: deployed.apiUrl }).createSession();
    await writeFile(join(folder, 'film.mp4'), bytes);
    await writeFile(join(folder, 'upload.mjs'), uploader(token, folder));
    await killAt(fork(join(folder, 'upload.mjs')), bytes.length / 2);

    const keepsake = createClient({
      baseUrl: deployed.apiUrl,
      token,
      resumeStore: folderStore(folder),
    });
    const { uploadId, status } = await keepsake.upload(join(folder, 'film.mp4'), {
      category: 'video',
    });
    expect(status).toBe('uploaded');
    expect(
      await keepsake.withLocalFile(uploadId, async (path) => readFileSync(path).equals(bytes)),
    ).toBe(true);
    const known = [];
    for await (const upload of keepsake.listUploads()) known.push(upload.uploadId);
    expect(known).toEqual([uploadId]);
  });
});
