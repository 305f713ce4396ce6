import { describe, expect, it } from '@jest/globals';
import { fileBar, LiveView } from '../../../tools/local/story/live-view.ts';

const recorder = (isTTY: boolean) => {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
};

describe('the live view', () => {
  it('fills a bar by thirds', () => {
    expect(fileBar({ role: 'photo', status: 'copied' })).toBe(
      `    photo      ${'█'.repeat(16)}${'░'.repeat(8)} copied`,
    );
    expect(fileBar({ role: 'photo', status: 'removed' })).toContain('░'.repeat(24));
  });

  it('writes plain lines without a terminal, and only what changed', () => {
    const screen = recorder(false);
    const view = new LiveView(screen);
    view.files([
      { role: 'photo', status: 'pending' },
      { role: 'audio', status: 'pending' },
    ]);
    view.step('Copy files', 12);
    view.files([
      { role: 'photo', status: 'copied' },
      { role: 'audio', status: 'pending' },
    ]);
    const text = screen.written.join('');
    expect(text).not.toContain('\u001b');
    expect(text.trimEnd().split('\n')).toHaveLength(4);
    expect(text).toContain('   +12 ms  Copy files\n');
  });

  it('draws the bars again below each step on a terminal', () => {
    const screen = recorder(true);
    const view = new LiveView(screen);
    view.files([{ role: 'photo', status: 'pending' }]);
    view.step('Copy files', 12);
    expect(screen.written.at(1)).toBe('\u001b[1A\u001b[J');
    expect(screen.written.at(-1)).toContain('photo');
  });
});
