import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { hasDied, holderName } from '../../cli/bulk/holder.ts';
import { Progress } from '../../cli/bulk/progress.ts';
import { CommandProblem } from '../../cli/command-problem.ts';
import { exitCodeOf } from '../../cli/exit-codes.ts';
import { bytesText, dollarsText, durationText, filesText } from '../../cli/figures.ts';
import { Output } from '../../cli/output.ts';
import { noCounts } from '../../core/bulk/model/batch-counts.ts';
import { BatchBusy, NotFound, TransientFault } from '../../core/errors.ts';
import { sampleBatch, sampleRecord } from '../contracts/bulk/batch-samples.ts';

class Text extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

const streams = () => ({ stdout: new Text(), stderr: new Text() });

describe('output', () => {
  it('keeps results and remarks apart', async () => {
    const written = streams();
    const output = new Output(written, { json: false });
    output.say('working');
    await output.result('done', { done: true });
    expect([written.stdout.text, written.stderr.text]).toEqual(['done\n', 'working\n']);
  });

  it('goes on without a log whose disk is full, and says so once', async () => {
    const written = streams();
    const output = new Output(written, { json: false, isQuiet: true, logFile: '/dev/full' });
    for (const text of ['working', 'still working']) output.say(text);
    output.detail('a.jpg', { path: 'a.jpg' });
    await output.result('done', {});
    expect([written.stdout.text, written.stderr.text]).toEqual([
      'done\n',
      'keepsake: The log /dev/full cannot be written any more (ENOSPC), and ends here. ' +
        'The command goes on without it.\n',
    ]);
  });

  it('lets no line of progress wrap, which would scroll with every redraw', () => {
    const written = streams();
    new Output(written, { json: false }).draw('100 files');
    const [wrapsNot, wraps] = ['\u001b[?7l', '\u001b[?7h'];
    expect(written.stderr.text).toBe(`\r\u001b[K${wrapsNot}100 files${wraps}`);
  });

  it('begins a line of its own in a log whose last line was cut', () => {
    const logFile = path.join(mkdtempSync(path.join(tmpdir(), 'keepsake-log-')), 'run.log');
    writeFileSync(logFile, '{"message":"cu');
    for (const text of ['again', 'and again'])
      new Output(streams(), { json: false, logFile }).say(text);
    const [cut, ...lines] = readFileSync(logFile, 'utf8').trimEnd().split('\n');
    rmSync(path.dirname(logFile), { recursive: true });
    expect([cut, ...lines.map((line) => JSON.parse(line).message)]).toEqual([
      '{"message":"cu',
      'again',
      'and again',
    ]);
  });

  it('as JSON is a document a line', async () => {
    const written = streams();
    await new Output(written, { json: true }).result('done', { name: 'a\nb' });
    expect(written.stdout.text).toBe('{"name":"a\\nb"}\n');
  });

  it('lets no file name drive the terminal', async () => {
    const written = streams();
    await new Output(written, { json: false }).result('\u001b[2Jcleared\u0007', {});
    expect(written.stdout.text).toBe('\ufffd[2Jcleared\ufffd\n');
  });

  it.each([
    ['a line of ours', 'a\nord_2  completed', 'a\ufffdord_2  completed'],
    ['a line by another separator', 'a\u2028b\rc\u0085d', 'a\ufffdb\ufffdc\ufffdd'],
    ['another order of letters', 'exe\u202egpj.jpg', 'exe\ufffdgpj.jpg'],
  ])('lets no name forge %s', async (_what, name, shown) => {
    const written = streams();
    const output = new Output(written, { json: false });
    await output.result(['files', `  ${name}`], {});
    expect(written.stdout.text).toBe(`files\n  ${shown}\n`);
  });

  it('as JSON is the same document without a character that a terminal acts on', async () => {
    const written = streams();
    const data = { name: '\u001b[2J\u009b2J\u007f\u202eé🎉' };
    await new Output(written, { json: true }).result('', data);
    expect(JSON.parse(written.stdout.text)).toEqual(data);
    expect(written.stdout.text.trimEnd()).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it('as it is reaches a pipe whole, and a terminal tamed', async () => {
    const [pipe, terminal] = [streams(), streams()];
    const row = 'a\u001b[2J,1\r\n';
    await new Output(pipe, { json: false }).raw(row);
    const stdout = Object.assign(terminal.stdout, { isTTY: true });
    await new Output({ ...terminal, stdout }, { json: false }).raw(row);
    expect([pipe, terminal].map((one) => one.stdout.text)).toEqual([row, 'a\ufffd[2J,1\r\n']);
  });
});

describe('figures', () => {
  it('are short and for people', () => {
    expect([0, 999, 1500, 123_456, 7_300_000, 2e15].map(bytesText)).toEqual([
      '0 B',
      '999 B',
      '1.5 kB',
      '123 kB',
      '7.3 MB',
      '2.0 PB',
    ]);
    expect([5, 65, 3725, Number.POSITIVE_INFINITY].map(durationText)).toEqual([
      '5 s',
      '1 min 5 s',
      '1 h 2 min',
      '?',
    ]);
    expect([1, 12_345].map(filesText)).toEqual(['1 file', '12,345 files']);
    expect([0, 0.00042, 1.5].map(dollarsText)).toEqual(['$0.00', '$0.00042', '$1.50']);
  });
});

describe('progress', () => {
  const transfers = {
    progress: { files: 0, bytes: 5_000_000, inFlight: 8, concurrency: 8, throttled: 2 },
  };
  const counts = { ...noCounts(), planned: { files: 4, bytes: 0 } };
  const record = sampleRecord(sampleBatch(), 'a.jpg');

  it('shows a bar and the time left when all is listed', () => {
    const progress = new Progress(new Output(streams(), { json: false }), transfers as never, {
      counts,
      listed: true,
    });
    progress.note({ ...record, status: 'transferred' });
    progress.note({ ...record, status: 'failed' });
    expect(progress.line()).toMatch(
      /^\[#{12}\.{12}\] 50 %, \d+ s left, 2 files, .* files\/s, .*\/s, 8 under way, 1 failed, slowed down 2 times$/,
    );
  });

  it('pretends to know no end while it lists', () => {
    const progress = new Progress(new Output(streams(), { json: false }), transfers as never, {
      counts,
      listed: false,
    });
    expect(progress.line()).toMatch(/^0 files, 0 B, 0 files\/s/);
  });
});

describe('exit codes', () => {
  it('tell refusals, missing things and passing faults apart', () => {
    const errors = [
      new BatchBusy('x'),
      new NotFound('batch', 'b'),
      new TransientFault('x'),
      new CommandProblem('x'),
      new Error('x'),
    ];
    expect(errors.map(exitCodeOf)).toEqual([4, 5, 75, 2, 1]);
  });
});

describe('a holder', () => {
  it('that is this very process lives', () => {
    expect(hasDied(holderName())).toBe(false);
  });

  it('of another process of this machine that ended is known to be dead', () => {
    expect(hasDied(holderName().replace(/pid \d+/, 'pid 4194304'))).toBe(true);
  });

  it('of another machine is left alone', () => {
    expect(hasDied('cli ada@elsewhere/1 pid 4194304 abcd')).toBe(false);
    expect(hasDied('rest api')).toBe(false);
  });
});
