import { describe, expect, it } from '@jest/globals';
import type { Measured } from '../../../tools/bench/bulk/measure.ts';
import { report, type Section } from '../../../tools/bench/bulk/report.ts';

const took = (client: string, wallMs: number, cpuMs: number): Measured => ({
  client,
  verifies: false,
  runs: 5,
  wallMs,
  cpuMs,
  serverMs: 100,
  peakBytes: 100e6,
  load: 0,
});

const section = (name: 'small' | 'large', ...measured: Measured[]): Section => ({
  server: 'sink',
  protocol: 'HTTP',
  workload: { name, files: 1_000, fileBytes: 16_384, folder: '/data' },
  measured,
});

/** The report's first heading, and what stands under it. */
const first = (text: string): [string, string] => {
  const [, heading = '', lines = ''] = /^## (.+)\n\n([\s\S]*?)\n\n## /m.exec(text) ?? [];
  return [heading, lines];
};

describe('the report of npm run bench:bulk', () => {
  it('says first where a peer is ahead, and which goals are missed', () => {
    const [heading, lines] = first(
      report([section('large', took('keepsake', 600, 900), took('rclone v1', 1_000, 800))]),
    );
    expect(heading).toBe('Where we lose');
    expect(lines.split('\n')).toEqual([
      '- large, sink, HTTP: rclone v1 needs less processor time, 0.80 s instead of 0.90',
      "- large, sink, HTTP: wall of the fastest peer's: 0.600 instead of 0.55",
    ]);
  });

  it('does not say that a goal is reached which had no peer', () => {
    const [, lines] = first(report([section('large', took('keepsake', 600, 900))]));
    expect(lines).toBe('- Goals that this run could not judge: 1');
  });

  it('does not say that every goal is reached where we failed ourselves', () => {
    const failed = { ...took('keepsake', Number.NaN, Number.NaN), failure: 'ended with 5' };
    const [, lines] = first(report([section('large', failed, took('rclone v1', 1_000, 800))]));
    expect(lines).toBe('- large, sink, HTTP: keepsake did not do it');
  });
});
