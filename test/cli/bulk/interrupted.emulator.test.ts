import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Running, Workplace } from '../run-keepsake.ts';
import { Gate } from './gate.ts';
import { atEmulator, emulatorEnv, newBucket, photos, versionsIn } from './real-storage.ts';

const files = 200;
const places: Workplace[] = [];
const gates: Gate[] = [];
let bucket: string;
let here: Workplace;

beforeEach(async () => {
  bucket = await newBucket();
  here = atEmulator().files(photos(files));
  places.push(here);
});

afterAll(() => {
  for (const gate of gates) gate.close();
  for (const place of places) place.remove();
});

/** A migration that five files of came through, and that waits with the sixth. */
const underWay = async (): Promise<{ running: Running; id: string; gate: Gate }> => {
  const gate = new Gate(emulatorEnv.AWS_ENDPOINT_URL, 5);
  gates.push(gate);
  const slowly = ['--batch-size', '10', '--concurrency', '1', '--threads', '1'];
  const running = here.start(['migrate', './photos', '--to', `s3://${bucket}/old`, ...slowly], {
    AWS_ENDPOINT_URL: await gate.open(),
  });
  await gate.shut;
  return { running, id: (await here.batches())[0] ?? 'none', gate };
};

/** Resolves when a command has said something on stderr. */
const said = ({ child }: Running, text: string): Promise<void> =>
  new Promise((resolve) =>
    child.stderr?.on('data', (bytes) => void (String(bytes).includes(text) && resolve())),
  );

const complete = async (id: string): Promise<void> => {
  expect(await here.run(`resume ${id}`)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(new RegExp(`completed\\n[\\s\\S]*transferred +${files} files`)),
  });
  expect(await versionsIn(bucket)).toBe(files);
};

describe('keepsake migrate … and Ctrl-C', () => {
  it('finishes what is in flight, ends with 130, and says how to go on', async () => {
    const { running, id, gate } = await underWay();
    running.child.kill('SIGINT');
    await said(running, 'Interrupted');
    gate.release();
    const { code, stdout, stderr } = await running.ended;
    expect([code, stdout]).toEqual([130, expect.stringMatching(/paused: interrupted/)]);
    expect(stderr).toContain(`Go on with: keepsake resume ${id}`);
    const { lines } = await here.run(`status ${id} --json`);
    expect(lines).toMatchObject([{ counts: { transferred: { files: await versionsIn(bucket) } } }]);
    await complete(id);
  });
});

describe('keepsake pause <batch>, from another process', () => {
  it('stops the runner; resume goes on', async () => {
    const { running, id, gate } = await underWay();
    expect(await here.run(`pause ${id}`)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/paused: paused by/),
    });
    gate.release();
    expect((await running.ended).code).toBe(130);
    expect(await versionsIn(bucket)).toBeLessThan(files);
    await complete(id);
  });
});

describe('keepsake cancel <batch>, from another process', () => {
  it('ends the batch as failed and leaves what was stored', async () => {
    const { running, id, gate } = await underWay();
    await here.run(`cancel ${id}`);
    gate.release();
    expect(await running.ended).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/failed: cancelled by/),
    });
    expect(await versionsIn(bucket)).toBeGreaterThan(4);
  });
});

describe('keepsake resume <batch>, while somebody else runs it', () => {
  it('is refused: it says who has it and until when', async () => {
    const { running, id, gate } = await underWay();
    expect(await here.run(`resume ${id}`)).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(
        new RegExp(`cli .* pid ${running.child.pid} .* works on it until 20`),
      ),
    });
    gate.release();
    expect((await running.ended).code).toBe(0);
    expect(await versionsIn(bucket)).toBe(files);
  });
});

describe('keepsake status <batch> --watch', () => {
  it('tells the way to the end, and ends with it', async () => {
    const { running, id, gate } = await underWay();
    const watching = here.run(`status ${id} --watch --json`);
    gate.release();
    const { code, lines } = await watching;
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({ status: 'completed', percent: 100 });
    await running.ended;
  });
});

describe('keepsake status --watch-all', () => {
  it('tells the way of every batch that moves to its end, nothing of what ended before, and ends with the last', async () => {
    await here.run(`migrate ./photos --to s3://${bucket}/before`);
    const { running, id, gate } = await underWay();
    const watching = here.start(['status', '--watch-all', '--json']);
    await new Promise((resolve) => watching.child.stdout?.once('data', resolve));
    gate.release();
    const { code, lines } = await watching.ended;
    expect([code, new Set(lines.map(({ batchId }) => batchId))]).toEqual([0, new Set([id])]);
    expect([lines.at(0)?.status, lines.at(-1)?.status]).toEqual(['running', 'completed']);
    await running.ended;
  });
});
