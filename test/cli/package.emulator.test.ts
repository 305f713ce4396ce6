import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { atEmulator, emulatorEnv, keysIn, newBucket, photos } from './bulk/real-storage.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const here = atEmulator().files(photos(40));
const installed = path.join(here.folder, 'node_modules/keepsake');

beforeAll(() => {
  execFileSync(process.execPath, ['--no-warnings', 'tools/local/build-cli.ts'], { cwd: project });
  mkdirSync(path.join(installed, 'cli'), { recursive: true });
  for (const part of ['dist', 'cli/keepsake.js', 'package.json'])
    cpSync(path.join(project, part), path.join(installed, part), { recursive: true });
});

afterAll(() => here.remove());

describe('npx keepsake migrate …, from the built package alone', () => {
  it('needs no sources and no dependencies, and its threads find their file', async () => {
    expect(existsSync(path.join(installed, 'cli/main.ts'))).toBe(false);
    const bucket = await newBucket();
    const args = [
      path.join(installed, 'cli/keepsake.js'),
      'migrate',
      './photos',
      '--to',
      `s3://${bucket}/old`,
      '--threads',
      '2',
      '--json',
    ];
    const stdout = execFileSync(process.execPath, args, {
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
