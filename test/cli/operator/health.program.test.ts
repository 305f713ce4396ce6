import { describe, expect, it } from '@jest/globals';
import { useStubStage } from './stub-stage.ts';

const { server, keepsake } = useStubStage();

const answering = (metrics: object, alarms: object): void => {
  server.answer = ({ path }) => ({ body: path.startsWith('/metrics') ? metrics : alarms });
};

const day = { from: '2030-01-01T00:00:00Z', to: '2030-01-02T00:00:00Z' };
const alarm = (name: string, state: string) => ({
  name,
  state,
  since: '2030-01-01T10:00:00Z',
  means: 'Orders fail.',
  runbook: `docs/runbook.md#${name}`,
});

describe('keepsake health', () => {
  it('says what rings and what is unknown, and ends with 3', async () => {
    answering(
      {
        ...day,
        migrated: 120,
        failed: 0,
        unknown: [
          { figure: 'paidToKeptP50Ms', why: 'no_data' },
          { figure: 'paidToKeptP95Ms', why: 'no_data' },
        ],
      },
      {
        alarms: [alarm('orders-failing', 'ringing'), alarm('payments-held', 'quiet')],
        unknown: [],
      },
    );
    const { stdout, stderr, code } = await keepsake('health');
    expect(stdout).toContain('migrated               120');
    expect(stdout).toContain('failed                 0');
    expect(stdout).toContain('paidToKeptP95Ms        unknown: no data');
    expect(stdout).toContain('orders-failing  ringing since 2030-01-01T10:00:00Z');
    expect(stdout).not.toContain('payments-held');
    expect(stderr).toContain('1 of 2 alarms ring.');
    expect(code).toBe(3);
  });

  it('ends with 0 where no alarm rings', async () => {
    answering({ ...day, unknown: [] }, { alarms: [alarm('payments-held', 'quiet')], unknown: [] });
    expect((await keepsake('health --hours 2')).code).toBe(0);
    expect(server.asked.map(({ path }) => path)).toContain('/metrics?hours=2');
  });
});
