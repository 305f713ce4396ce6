import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { installCli } from '../packages.ts';
import { atEmulator, emulatorEnv, keysIn, newBucket, photos } from './bulk/real-storage.ts';

const here = atEmulator().files(photos(40));

beforeAll(() => installCli(here.folder));
afterAll(() => here.remove());

describe('npx keepsake migrate …, from the packed package alone', () => {
  it('needs no sources and no dependencies, and its threads find their file', async () => {
    const bucket = await newBucket();
    const args = `migrate ./photos --to s3://${bucket}/old --threads 2 --json`.split(' ');
    const stdout = execFileSync('npx', ['--offline', 'keepsake', ...args], {
      cwd: here.folder,
      env: { ...process.env, ...emulatorEnv },
      stdio: 'pipe',
    });
    expect(JSON.parse(stdout.toString())).toMatchObject({
      status: 'completed',
      counts: { transferred: { files: 40 } },
    });
    expect(await keysIn(bucket)).toHaveLength(40);
  });
});
