import { describe, expect, it } from '@jest/globals';
import { useStubStage } from './stub-stage.ts';

const { server, keepsake } = useStubStage();

const asked = () => server.asked.map(({ method, path }) => `${method} ${path}`);

describe('what the console shows, on the command line', () => {
  it('keepsake jobs list: by owner and status, every page', async () => {
    const job = { status: 'running', ownerId: 'usr_1', title: 'Cut' };
    server.answer = ({ path }) => ({
      body: path.includes('cursor')
        ? { jobs: [{ ...job, jobId: 'job_2' }] }
        : { jobs: [{ ...job, jobId: 'job_1' }], cursor: 'next' },
    });
    const { stdout } = await keepsake('jobs list --owner usr_1 --status running');
    expect(stdout.split('\n')).toEqual([
      'job_1  running    usr_1  "Cut"',
      'job_2  running    usr_1  "Cut"',
      '',
    ]);
    expect(asked()[0]).toBe('GET /jobs?limit=100&ownerId=usr_1&status=running');
  });

  it('keepsake links list: the links of an order, which must be named', async () => {
    server.answer = () => ({ body: { links: [{ linkId: 'lnk_1', state: 'live' }] } });
    const { stdout } = await keepsake('links list ord_1');
    expect(stdout).toBe('lnk_1  live     all files  last used never\n');
    expect(asked()).toEqual(['GET /orders/ord_1/links']);
    expect(await keepsake('links list')).toMatchObject({ code: 2 });
  });

  it('keepsake audit: acts of an operator on a record', async () => {
    const at = '2030-01-01T00:00:00.000Z';
    const entry = { entryId: 'aud_1', at, actor: 'usr_2', action: 'retryOrder', outcome: 'done' };
    const refused = { outcome: 'refused', problem: 'urn:keepsake:problem:order-refused' };
    const entries = [{ ...entry, subject: 'ord_1', ...refused }, entry];
    server.answer = () => ({ body: { entries } });
    const { stdout } = await keepsake('audit --actor usr_2 --subject ord_1');
    expect(stdout.split('\n')).toEqual([
      `${at}  refused: order-refused  usr_2  retryOrder  ord_1`,
      `${at}  done  usr_2  retryOrder`,
      '',
    ]);
    expect(asked()).toEqual(['GET /audit?limit=100&actor=usr_2&subject=ord_1']);
  });

  it('keepsake owners quota: what an owner holds and may hold', async () => {
    const held = { files: 2, bytes: 10 };
    server.answer = () => ({
      body: { ownerId: 'usr_1', held, limit: { files: 200, bytes: 1000 } },
    });
    const { stdout } = await keepsake('owners quota usr_1');
    expect(stdout).toMatch(/held[\s\S]*files +2[\s\S]*limit[\s\S]*files +200/);
    expect(asked()).toEqual(['GET /quotas?ownerId=usr_1']);
  });
});
