import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { freePort, requireFreePort } from '../../../tools/local/emulator/free-port.ts';
import { patienceMs } from '../../../tools/local/patience.ts';
import { accountAt } from '../../../tools/local/signed-fetch.ts';
import { type LocalRun, runLocal } from './run-local.ts';

type ProcessRow = { pid: number; parent: number; state: string; command: string };

const processes = (): ProcessRow[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .map((match) => ({
      pid: Number(match?.[1]),
      parent: Number(match?.[2]),
      state: match?.[3] ?? '',
      command: match?.[4] ?? '',
    }));

const descendants = (pid: number, rows = processes()): ProcessRow[] =>
  rows
    .filter(({ parent }) => parent === pid)
    .flatMap((row) => [row, ...descendants(row.pid, rows)]);

const survivors = (family: readonly ProcessRow[]): ProcessRow[] =>
  processes().filter(
    ({ pid, command, state }) =>
      !state.startsWith('Z') && family.some((row) => row.pid === pid && row.command === command),
  );

const until = async (condition: () => boolean): Promise<void> => {
  for (const end = Date.now() + patienceMs; Date.now() < end && !condition(); await sleep(50));
};

const cdkIsDeploying = ({ child }: LocalRun): boolean =>
  descendants(child.pid ?? 0).some(({ command }) => /cdk.* (synth|deploy)/.test(command));

const interrupted = async (signal: NodeJS.Signals) => {
  const port = await freePort();
  const run = runLocal([], { AWS_ENDPOINT_URL: undefined, KEEPSAKE_PORT: `${port}` });
  await until(() => cdkIsDeploying(run));
  const family = descendants(run.child.pid ?? 0);
  run.child.kill(signal);
  const code = await run.ended;
  await until(() => survivors(family).length === 0);
  await rm(run.stateFolder, { recursive: true, force: true });
  return { port, code, family, stderr: run.output.stderr };
};

describe('npm start -- --emulator', () => {
  it('starts an empty AWS, says how a shell reaches it, and ends with Ctrl-C', async () => {
    const port = await freePort();
    const run = runLocal(['--emulator'], { AWS_ENDPOINT_URL: undefined, KEEPSAKE_PORT: `${port}` });
    await until(() => run.output.stdout.includes('Ctrl-C'));
    const variables = Object.fromEntries(
      [...run.output.stdout.matchAll(/(AWS_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
    );
    const endpoint = `${variables.AWS_ENDPOINT_URL}`;
    const aws = { endpoint, region: `${variables.AWS_REGION}` };
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    expect(await accountAt({ ...aws, credentials })).toMatch(/^\d{12}$/);
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(0);
    await expect(requireFreePort(port)).resolves.toBeUndefined();
  });
});

describe('npm start, interrupted in the middle of a deploy', () => {
  it('ends the emulator and the CDK, frees the port and says so on Ctrl-C', async () => {
    const { port, code, family, stderr } = await interrupted('SIGINT');
    expect(family.map(({ command }) => command).join('\n')).toMatch(/ministack[\s\S]*cdk/);
    expect(survivors(family)).toEqual([]);
    await expect(requireFreePort(port)).resolves.toBeUndefined();
    expect(code).toBe(130);
    expect(stderr).toContain(
      'Interrupted: ending the emulator and whatever was running.\nNothing is left running.',
    );
    expect(stderr).not.toMatch(/failed|Error/);
  });

  it('leaves nothing behind even when it is killed outright', async () => {
    const { port, family } = await interrupted('SIGKILL');
    expect(survivors(family)).toEqual([]);
    await expect(requireFreePort(port)).resolves.toBeUndefined();
  });
});
