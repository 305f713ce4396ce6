import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Workplace } from '../cli/run-keepsake.ts';

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');

const fenced = [...runbook.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);
const ours = fenced.filter((line) => !line.startsWith('aws '));
const inline = [...runbook.matchAll(/`(keepsake [^`]+)`/g)].map(([, command = '']) => command);
const commands = [...new Set([...ours, ...inline])];
/** The API does not know the queue of the Variants stack: AWS's own commands move its messages. */
const sections = [...runbook.matchAll(/^## dead-letters-(\S+)$/gm)]
  .map(([, queue]) => queue)
  .filter((queue) => queue !== 'variants');

const place = new Workplace();
afterAll(() => place.remove());

describe('every command of the runbook', () => {
  it('is one of ours', () => {
    expect(commands.length).toBeGreaterThan(15);
    expect(commands.filter((command) => !command.startsWith('keepsake '))).toEqual([]);
  });

  // With --help, words and options are read as strictly as without.
  it.each(commands)('%s: its words and options are known', async (command) => {
    const { code, stdout, stderr } = await place.run(
      `${command.replace(/^keepsake /, '').replace(/\$\w+/g, 'x')} --help`,
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^keepsake \w+/);
  });

  it('names dead-letter queues that have a section', () => {
    const queues = commands.flatMap(
      (command) => /^keepsake dlq \w+ ([a-z-]+)/.exec(command)?.[1] ?? [],
    );
    expect(queues.filter((queue) => !sections.includes(queue))).toEqual([]);
    expect(new Set(queues).size).toBe(sections.length);
  });
});
