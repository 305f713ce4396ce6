import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { toUploadItem } from '../../../../adapters/dynamo/upload-item.ts';
import { toFileItem, toOrderItem } from '../../../../adapters/orders/dynamo-order-items.ts';
import type { OrderFile } from '../../../../core/orders/model/order.ts';
import type { Upload } from '../../../../core/uploads/model/upload.ts';
import { anOrder, anUpload, sha256 } from '../../../core/builders/records.ts';
import { Workplace } from '../../run-keepsake.ts';
import { type Asked, StubServer } from '../../stub-server.ts';
import { itemOf } from './dynamo-item.ts';

/** A stage in one server: its tables, and its bucket `files`. */
const server = { here: new StubServer() };
let here: Workplace;
let uploads: Upload[];
let bytes: Record<string, string>;
let items: Record<string, unknown>[];

const keep = (uploadId: string, text: string, fields: Partial<Upload> = {}): void => {
  const key = `photo/ord_1/${uploadId}`;
  const sizeBytes = Buffer.byteLength(text);
  const kept = { status: 'permanent', bucket: 'files', key, versionId: 'v1' } as const;
  uploads.push(anUpload({ uploadId, sizeBytes, sha256: sha256(text), ...kept, ...fields }));
  bytes[key] = text;
};

const stored = (found: readonly Upload[]) => found.map((one) => itemOf(toUploadItem(one)));

type Query = {
  TableName: string;
  IndexName?: string;
  ExpressionAttributeValues: Record<string, { S: string }>;
  RequestItems: { uploads: { Keys: { uploadId: { S: string } }[] } };
};

const answerTable = (target: string, body: string) => {
  const asked: Query = JSON.parse(body);
  if (target.endsWith('.Scan')) return { Items: stored(uploads) };
  if (target.endsWith('.GetItem')) return {};
  if (target.endsWith('.BatchGetItem')) {
    const ids = asked.RequestItems.uploads.Keys.map(({ uploadId }) => uploadId.S);
    const found = uploads.filter(({ uploadId }) => ids.includes(uploadId));
    return { Responses: { uploads: stored(found) } };
  }
  if (asked.TableName === 'orders') return { Items: items.map((one) => itemOf(one)) };
  const hash = asked.ExpressionAttributeValues[':hash']?.S;
  return { Items: stored(uploads.filter(({ ownerId }) => ownerId === hash)) };
};

const answer = ({ target, body, path: asked }: Asked) => {
  if (target !== undefined) return { body: answerTable(target, body) };
  const [, key = 'none'] = /^\/files\/([^?]+)\?versionId=v1$/.exec(asked) ?? [];
  const text = bytes[key];
  return text === undefined
    ? { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' }
    : { body: text };
};

beforeEach(async () => {
  [uploads, bytes, items] = [[], {}, []];
  server.here = new StubServer();
  server.here.answer = answer;
  const endpoint = await server.here.start();
  const names = ['uploads', 'batches', 'orders', 'erasures', 'sessions', 'quotas', 'stats'];
  const tables = Object.fromEntries(names.map((name) => [name, name]));
  const rest = { region: 'eu-west-1', apiUrl: endpoint, adminToken: 'none', filesBucket: 'files' };
  const local = { endpoint, ...rest, categories: {}, tables };
  here = new Workplace().files({ '.keepsake/local.json': JSON.stringify(local) });
});

afterEach(async () => {
  here.remove();
  await server.here.stop();
});

const at = (name: string): string => path.join(here.folder, name);
const filesIn = (name: string): string[] =>
  readdirSync(at(name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(at(name), path.join(entry.parentPath, entry.name)))
    .sort();
/** Files that were asked for; the first question is to the bucket. */
const reads = (): string[] =>
  server.here.asked
    .filter(({ target, path: asked }) => target === undefined && asked !== '/files')
    .map((asked) => asked.path);

describe('keepsake restore --local --all --into ./back', () => {
  it('writes every permanent file, each under its key and by its name', async () => {
    keep('upl_1', 'one');
    keep('upl_2', 'two', { fileName: 'Ein Hund.png', ownerId: 'usr_2' });
    const { code, stdout } = await here.run('restore --local --all --into ./back');
    expect([code, stdout]).toEqual([
      0,
      '2 files (6 B) restored to ./back, 0 there before, 0 failed\n',
    ]);
    expect(filesIn('back')).toEqual([
      'photo/ord_1/upl_1/cat.jpg',
      'photo/ord_1/upl_2/Ein Hund.png',
    ]);
    expect(readFileSync(at('back/photo/ord_1/upl_2/Ein Hund.png'), 'utf8')).toBe('two');
    expect(statSync(at('back')).mode & 0o777).toBe(0o700);
  });

  it('goes on where it stopped: what is there is not read again', async () => {
    keep('upl_1', 'one');
    keep('upl_2', 'two');
    await here.run('restore --local --all --into ./back --include **/upl_1/**');
    server.here.asked.length = 0;
    const { code, stdout } = await here.run('restore --local --all --into ./back');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^1 file .* 1 there before/)]);
    expect(reads()).toEqual(['/files/photo/ord_1/upl_2?versionId=v1']);
  });

  it('writes no file whose bytes are not those on record, names it, and ends with 3', async () => {
    keep('upl_1', 'one');
    keep('upl_2', 'two');
    keep('upl_3', 'three');
    bytes['photo/ord_1/upl_1'] = 'other';
    delete bytes['photo/ord_1/upl_3'];
    const { code, stdout } = await here.run('restore --local --all --into ./back');
    expect([code, stdout]).toEqual([3, expect.stringMatching(/upl_1\/cat\.jpg {2}\(.*SHA-256/)]);
    expect(stdout).toMatch(/upl_3\/cat\.jpg {2}\(.*does not exist/);
    expect(filesIn('back')).toEqual(['photo/ord_1/upl_2/cat.jpg']);
  });

  it('says how many are left out and why, and ends with 3 if they are elsewhere', async () => {
    keep('upl_1', 'one', { removal: { as: 'erased', at: '2030-01-01', by: 'usr_9' } });
    keep('upl_2', 'two');
    const one = await here.run('restore --local --all --into ./back');
    expect([one.code, one.stdout]).toEqual([0, expect.stringContaining('1 left out (erased)')]);
    keep('upl_3', 'three', { source: 'local' });
    const { code, lines } = await here.run('restore --local --all --into ./back --json');
    expect([code, lines]).toMatchObject([
      3,
      [{ present: 1, leftOut: { erased: 1, elsewhere: 1 } }],
    ]);
  });
});

describe('keepsake restore --local --owner usr_2 --into ./back', () => {
  it("writes that owner's permanent files, and asks for no other", async () => {
    keep('upl_1', 'one');
    keep('upl_2', 'two', { ownerId: 'usr_2' });
    keep('upl_3', 'three', { ownerId: 'usr_2', status: 'uploaded' });
    expect((await here.run('restore --local --owner usr_2 --into ./back')).code).toBe(0);
    expect(filesIn('back')).toEqual(['photo/ord_1/upl_2/cat.jpg']);
    expect(reads()).toHaveLength(1);
  });

  it('ends with 3 and says so if there is none', async () => {
    const { code, stderr } = await here.run('restore --local --owner usr_2 --into ./back');
    expect([code, stderr]).toEqual([3, 'No file was wanted, so none was restored.\n']);
  });
});

describe('keepsake restore --local --order ord_1 --into ./back', () => {
  const file = (role: string, uploadId: string): OrderFile => ({
    ...{ orderId: 'ord_1', role, uploadId, required: true, status: 'verified', attempt: 1 },
    ...{ updatedAt: '2030-01-01T00:00:00.000Z', revision: 0 },
  });

  it("writes that order's files, and ends with 3 while one of them is not permanent", async () => {
    keep('upl_1', 'one');
    keep('upl_2', 'two');
    keep('upl_3', 'three', { status: 'uploaded' });
    items = [toOrderItem(anOrder()), toFileItem(file('front', 'upl_1'))];
    const whole = await here.run('restore --local --order ord_1 --into ./back');
    expect([whole.code, filesIn('back')]).toEqual([0, ['photo/ord_1/upl_1/cat.jpg']]);
    items.push(toFileItem(file('back', 'upl_3')));
    const { code, stdout } = await here.run('restore --local --order ord_1 --into ./back');
    expect([code, stdout]).toEqual([3, expect.stringContaining('1 left out (temporary)')]);
  });

  it('ends with 5 if there is no such order', async () => {
    expect((await here.run('restore --local --order ord_1 --into ./back')).code).toBe(5);
  });
});

/** Its tables do not answer: 503. */
const tablesAway = (asked: Asked) =>
  asked.target === undefined ? answer(asked) : { status: 503, body: {} };

describe('keepsake restore --local --all --into ./back, its tables away for a while', () => {
  beforeEach(() => {
    keep('upl_1', 'one');
    // The list is read, and then nothing more.
    server.here.answer = (asked) => {
      const answered = answer(asked);
      if (asked.target?.endsWith('.Scan')) server.here.answer = tablesAway;
      return answered;
    };
  });

  /** Runs it, and does something once it says that it waits. */
  const runWaiting = async (onWait: (child: ChildProcess) => unknown) => {
    const { child, ended } = here.start('restore --local --all --into ./back'.split(' '));
    child.stderr?.on('data', (text) => /database does not answer/.test(text) && onWait(child));
    return (await ended).code;
  };

  it('waits for them, says so, and restores everything', async () => {
    expect(await runWaiting(() => Object.assign(server.here, { answer }))).toBe(0);
    expect(filesIn('back')).toEqual(['photo/ord_1/upl_1/cat.jpg']);
  });

  it('--patience 1: ends with 75, and blames no file', async () => {
    const { code, stdout } = await here.run('restore --local --all --into ./back --patience 1');
    expect([code, stdout]).toEqual([75, '']);
  });

  it('Ctrl-C ends the waiting', async () => {
    expect(await runWaiting((child) => child.kill('SIGINT'))).toBe(130);
  });
});

describe('keepsake restore, not knowing what', () => {
  it.each([
    'restore --into ./back',
    'restore bat_1 --all --into ./back',
    'restore --local --order ord_1 --owner usr_1 --into ./back',
    'restore --local --all --category photo --into ./back',
  ])('is refused: %s', async (commandLine) => {
    const { code, stderr } = await here.run(commandLine);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Name what to restore: batches')]);
  });

  it.each(['order', 'owner', 'category'])(
    'is refused: --%s=, as of a variable of the shell that is not set',
    async (name) => {
      const { code, stderr } = await here.run(`restore --local --${name}= --into ./back`);
      expect([code, stderr]).toEqual([2, `keepsake: --${name} is empty.\n`]);
    },
  );

  it('wants a stage for its registry', async () => {
    const { code, stderr } = await here.run('restore --all --into ./back');
    expect([code, stderr]).toEqual([2, expect.stringContaining('Name a stage')]);
  });
});
