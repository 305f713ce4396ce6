import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Deployed } from '../../../tools/local/deploy.ts';
import { type LocalRun, runLocal } from './run-local.ts';

describe('npm start -- --once, with AWS_ENDPOINT_URL set', () => {
  let run: LocalRun;
  let code: number | null;

  beforeAll(async () => {
    run = runLocal(['--once'], {});
    code = await run.ended;
  });
  afterAll(() => rm(run.stateFolder, { recursive: true, force: true }));

  it('ends with 0, and says so on stderr only', () => {
    expect({ code, stderr: run.output.stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining('everything is as it should be'),
    });
  });

  it('prints where each file is kept, its size, its SHA-256 and how it was verified', () => {
    expect(run.output.stdout).toMatch(/role +permanent key +bytes +SHA-256 +verified by +ms/);
    for (const role of ['photo', 'audio', 'waveform', 'pdf']) {
      expect(run.output.stdout).toMatch(
        new RegExp(`${role} +\\w+/ord_\\w+/upl_\\w+ +\\d+ +[\\w+/]{43}= +[\\w-]+ +\\d+\n`),
      );
    }
  });

  it('shows each step of the workflow', () => {
    for (const step of [
      'Claim order',
      'Copy files',
      'Verify files',
      'Commit order',
      'Announce completion',
      'Remove our copies',
      'Announce failure',
    ]) {
      expect(run.output.stdout).toContain(` ms  ${step}\n`);
    }
  });

  it('shows the failed order compensated and its refund requested', () => {
    expect(run.output.stdout).toMatch(/waveform +upl_\w+ +failed \(source_missing\) +nothing/);
    expect(run.output.stdout).toMatch(/refund requested once, idempotency key \S+/);
  });

  it('leaves behind where everything is', async () => {
    const deployed = JSON.parse(
      await readFile(path.join(run.stateFolder, 'local.json'), 'utf8'),
    ) as Deployed;
    expect(deployed.endpoint).toBe(process.env.AWS_ENDPOINT_URL);
    expect(Object.values(deployed).every(Boolean)).toBe(true);
  });
});

describe('npm start, with an endpoint that is not there', () => {
  it('says so and how to get one', async () => {
    const run = runLocal(['--once'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
    expect(await run.ended).toBe(1);
    expect(run.output.stderr).toContain(
      'Nothing answers at AWS_ENDPOINT_URL=http://127.0.0.1:9. Start it, or unset the variable',
    );
    await rm(run.stateFolder, { recursive: true, force: true });
  });
});
