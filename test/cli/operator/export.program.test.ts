import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { sha256 } from '../../core/builders/records.ts';
import { useStubStage } from './stub-stage.ts';

const { server, here, keepsake } = useStubStage();
afterEach(() => rmSync(inFolder(), { recursive: true, force: true }));

const upload = (uploadId: string, fields: object = {}) => ({
  uploadId,
  status: 'permanent',
  fileName: '../../.bashrc',
  sizeBytes: 3,
  sha256: sha256('cat'),
  ...fields,
});

/** Answers the lists of an owner with two pages of uploads; files have the given bytes. */
const answering = (uploads: object[], bytes = 'cat'): void => {
  const [first = {}, ...rest] = uploads;
  server.answer = ({ path: asked }) => {
    if (asked.startsWith('/owners/erasure')) return { status: 404, body: {} };
    if (asked.startsWith('/bytes/')) return { body: bytes };
    const [, id] = /^\/uploads\/(\w+)\/download\?format=json$/.exec(asked) ?? [];
    if (id !== undefined) return { body: { url: `${server.url}/bytes/${id}` } };
    if (asked.startsWith('/uploads?'))
      return asked.includes('cursor')
        ? { body: { uploads: rest } }
        : { body: { uploads: [first], cursor: 'next' } };
    if (asked === '/orders/ord_1')
      return { body: { orderId: 'ord_1', files: [{ role: 'photo' }] } };
    if (asked === '/sessions?ownerId=usr_1')
      return { body: { sessions: [{ sessionId: 'ses_1' }], more: false } };
    const [, list = 'none'] = /^\/(orders|jobs|links)\?/.exec(asked) ?? [];
    return { body: { [list]: list === 'orders' ? [{ orderId: 'ord_1' }] : [] } };
  };
};

const noRecords = { uploads: 0, orders: 0, jobs: 0, links: 0, sessions: 0 };

const save = () => keepsake('export usr_1 --to out --json');
const inFolder = (...names: string[]): string => path.join(here.folder, 'out', ...names);
const linesOf = (name: string): object[] =>
  readFileSync(inFolder(name), 'utf8')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));

describe('keepsake export', () => {
  it('saves every record and every file of an owner', async () => {
    answering([upload('upl_1'), upload('upl_2'), upload('upl_3', { status: 'expired' })]);
    const { code, lines } = await save();
    expect([code, lines]).toEqual([
      0,
      [{ ...noRecords, ownerId: 'usr_1', uploads: 3, orders: 1, sessions: 1, files: 2, failed: 0 }],
    ]);
    expect(linesOf('uploads.jsonl')).toHaveLength(3);
    expect(linesOf('orders.jsonl')).toEqual([{ orderId: 'ord_1', files: [{ role: 'photo' }] }]);
    expect(linesOf('links.jsonl')).toEqual([]);
    expect(linesOf('sessions.jsonl')).toEqual([{ sessionId: 'ses_1' }]);
    expect(readFileSync(inFolder('files', 'upl_2'), 'utf8')).toBe('cat');
    expect(server.asked.every(({ method }) => method === 'GET')).toBe(true);
  });

  it.each(['uploads', 'orders', 'jobs', 'links', 'sessions'])(
    'is refused while one of the owner’s %s cannot be read: it would not be whole',
    async (list) => {
      answering([upload('upl_1')]);
      const { answer } = server;
      server.answer = (asked) => {
        const { body, ...rest } = answer(asked);
        const isList = asked.path.startsWith(`/${list}?`);
        return { ...rest, body: isList ? { ...(body as object), unreadable: ['id_9'] } : body };
      };
      const { code, stderr } = await save();
      expect([code, stderr]).toEqual([3, expect.stringContaining('id_9 cannot be read')]);
      expect(existsSync(inFolder('uploads.jsonl'))).toBe(false);
    },
  );

  it('names files by their ids, whatever a customer called them, for its user alone', async () => {
    answering([upload('upl_1')]);
    await save();
    expect(readdirSync(inFolder('files'))).toEqual(['upl_1']);
    expect(statSync(inFolder('files')).mode & 0o77).toBe(0);
    expect(statSync(inFolder('uploads.jsonl')).mode & 0o77).toBe(0);
  });

  it.each([
    ['other bytes', 'dog', 'SHA-256'],
    ['fewer bytes', 'c', '1 bytes came, expected 3'],
  ])('keeps no file of %s, and says so', async (_, bytes, why) => {
    answering([upload('upl_1')], bytes);
    const { code, stderr, lines } = await save();
    expect([code, lines[0]]).toMatchObject([3, { files: 0, failed: 1 }]);
    expect(stderr).toContain(`upl_1: `);
    expect(stderr).toContain(why);
    expect(readdirSync(inFolder('files'))).toEqual([]);
  });

  it('asks again only for what is not there, whole', async () => {
    answering([upload('upl_1'), upload('upl_2')]);
    await save();
    writeFileSync(inFolder('files', 'upl_2'), 'dog');
    server.asked.length = 0;
    expect((await save()).lines).toMatchObject([{ files: 2, failed: 0 }]);
    const asked = server.asked.filter(({ path: one }) => one.startsWith('/bytes/'));
    expect(asked.map(({ path: one }) => one)).toEqual(['/bytes/upl_2']);
  });

  it('writes nothing under an id that leads elsewhere', async () => {
    answering([upload('../../evil')]);
    expect((await save()).code).toBe(2);
    expect(readdirSync(inFolder('files'))).toEqual([]);
  });

  it('follows no link that lies where it writes, and leaves no file to other users', async () => {
    answering([upload('upl_1')]);
    const victim = path.join(here.folder, 'victim');
    writeFileSync(victim, 'mine');
    mkdirSync(inFolder('files'), { recursive: true });
    for (const name of ['uploads.jsonl', 'orders.jsonl.part', 'files/upl_1', 'files/upl_1.part'])
      symlinkSync(victim, inFolder(name));
    writeFileSync(inFolder('jobs.jsonl'), 'of an earlier run', { mode: 0o644 });
    expect((await save()).lines).toMatchObject([{ files: 1, failed: 0 }]);
    expect(readFileSync(victim, 'utf8')).toBe('mine');
    for (const name of ['uploads.jsonl', 'orders.jsonl', 'jobs.jsonl', 'files/upl_1']) {
      expect(lstatSync(inFolder(name)).isFile()).toBe(true);
      expect(lstatSync(inFolder(name)).mode & 0o77).toBe(0);
    }
  });

  it('writes nothing where the folder of its files is a link', async () => {
    answering([upload('upl_1')]);
    mkdirSync(path.join(here.folder, 'elsewhere'));
    mkdirSync(inFolder());
    symlinkSync(path.join(here.folder, 'elsewhere'), inFolder('files'));
    const { code, stderr } = await save();
    expect([code, stderr]).toEqual([2, expect.stringContaining('is a link')]);
    expect(readdirSync(path.join(here.folder, 'elsewhere'))).toEqual([]);
  });

  it.each(['export --to out', 'export usr_1'])('asks nothing for %s', async (commandLine) => {
    expect((await keepsake(commandLine)).code).toBe(2);
    expect(server.asked).toEqual([]);
  });
});
