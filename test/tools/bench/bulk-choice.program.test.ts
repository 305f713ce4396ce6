import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { choose, NothingChosen } from '../../../tools/bench/bulk/choice.ts';

const main = fileURLToPath(new URL('../../../tools/bench/bulk/main.ts', import.meta.url));
const results = fileURLToPath(new URL('../../../tools/bench/bulk-results.md', import.meta.url));

describe('choose what a bench measures', () => {
  it('takes parts of names in any case, and everything without a filter', () => {
    expect(choose('protocols', 'http', ['HTTP', 'TLS'])).toEqual(['HTTP']);
    expect(choose('protocols', '', ['HTTP', 'TLS'])).toEqual(['HTTP', 'TLS']);
  });

  it('refuses a part that no name has', () => {
    expect(() => choose('servers', 'sink,moon', ['sink'])).toThrow(NothingChosen);
  });
});

describe('npm run bench:bulk -- --protocols quic', () => {
  it('says that nothing matches, measures nothing and leaves the results as they were', () => {
    const before = readFileSync(results, 'utf8');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--no-warnings', main, '--protocols', 'quic'],
      { encoding: 'utf8' },
    );
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain("--protocols 'quic' matches nothing. Parts of: HTTP, TLS.");
    expect(readFileSync(results, 'utf8')).toBe(before);
  });
});
