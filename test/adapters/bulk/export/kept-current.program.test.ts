import { describe, expect, it } from '@jest/globals';
import { MemoryUploadsRegistry } from '../../../fakes/bulk/memory-uploads-registry.ts';
import { damaged } from '../../../fakes/shared/damaged.ts';
import { ExportedUploads, kept } from './exported-uploads.ts';

const here = ExportedUploads.forTests();

const five = ['upl_1', 'upl_2', 'upl_3', 'upl_4', 'upl_5'];

const xmins = async () => here.query('SELECT id, xmin::text FROM user_uploads ORDER BY id');

describe('a second export', () => {
  it('writes only rows that are new or differ', async () => {
    here.registry.put(...five.map((id) => kept(id)));
    expect(await here.run()).toEqual({
      read: 5,
      written: 5,
      removed: 0,
      unreadable: 0,
      done: true,
    });
    const before = await xmins();
    here.registry.put(kept('upl_2', { partnerId: 'shop' }), kept('upl_6'));
    expect(await here.run()).toEqual({
      read: 6,
      written: 2,
      removed: 0,
      unreadable: 0,
      done: true,
    });
    const same = (await xmins()).filter(({ id }) => id !== 'upl_2' && id !== 'upl_6');
    expect(same).toEqual(before.filter(({ id }) => id !== 'upl_2'));
  });

  it('removes the rows of uploads that were erased', async () => {
    here.registry.put(...five.map((id) => kept(id)));
    await here.run();
    here.registry.uploads.delete('upl_3');
    here.registry.uploads.delete('upl_5');
    expect(await here.run()).toMatchObject({ written: 0, removed: 2 });
    expect(await here.ids()).toEqual(['upl_1', 'upl_2', 'upl_4']);
  });

  it('marks those whose bytes expired', async () => {
    here.registry.put(kept('upl_1', { status: 'uploaded' }));
    await here.run();
    here.registry.put(kept('upl_1', { status: 'expired' }));
    await here.run();
    expect(await here.query('SELECT status, s3_url FROM user_uploads')).toEqual([
      { status: 'expired', s3_url: null },
    ]);
  });

  it('takes an empty registry for what it is', async () => {
    here.registry.put(kept('upl_1'));
    await here.run();
    here.registry.uploads.clear();
    expect(await here.run()).toMatchObject({ removed: 1 });
  });

  it('makes a table that was dropped anew, and reads all of the registry', async () => {
    here.registry.put(...five.map((id) => kept(id)));
    const stop = new AbortController();
    here.registry.onPage = () => stop.abort();
    await here.run({}, stop.signal);
    await here.query('DROP TABLE user_uploads');
    here.registry.onPage = () => undefined;
    expect(await here.run()).toMatchObject({ read: 5, written: 5 });
  });

  it('is refused for the copy of another registry', async () => {
    await here.run();
    await expect(
      here.run({ registry: new MemoryUploadsRegistry('eu-west-1/other') }),
    ).rejects.toMatchObject({
      name: 'BatchRefused',
      message:
        'user_uploads is a copy of eu-west-1/uploads, not of eu-west-1/other. Name another --table.',
    });
  });
});

describe('an export that is interrupted', () => {
  it('goes on where it ended, and removes nothing before its end', async () => {
    here.registry.put(...five.map((id) => kept(id)));
    await here.run();
    here.registry.uploads.delete('upl_1');
    const stop = new AbortController();
    here.registry.onPage = () => stop.abort();
    expect(await here.run({}, stop.signal)).toMatchObject({ read: 2, done: false });
    expect(await here.ids()).toEqual(five);
    here.registry.onPage = () => undefined;
    expect(await here.run()).toEqual({
      read: 2,
      written: 0,
      removed: 1,
      unreadable: 0,
      done: true,
    });
    expect(await here.ids()).toEqual(five.slice(1));
  });

  it('by an error writes all rows of a page or none', async () => {
    here.registry.put(kept('upl_1'), kept('upl_2', { sizeBytes: -1 }), kept('upl_3'));
    await expect(here.run()).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(await here.ids()).toEqual([]);
    here.registry.put(kept('upl_2'));
    expect(await here.run()).toMatchObject({ written: 3, done: true });
  });

  it('before its last page was noted removes no row that an earlier run saw', async () => {
    here.registry.put(...five.map((id) => kept(id)));
    const first = here.copy();
    expect(await first.begin(here.registry.name)).toBeUndefined();
    const page = await here.registry.page();
    await first.write({ ...page, unreadable: [], next: page.next });
    const last = await here.registry.page('upl_4');
    await first.write({ ...last, unreadable: [], next: undefined });
    expect(await here.run()).toMatchObject({ removed: 0, done: true });
    expect(await here.ids()).toEqual(five);
  });
});

describe('a registry with a record that cannot be read', () => {
  const spoilt = () => damaged(here.registry, 'upload', ['upl_3']);

  it('is copied without it, which is named, and its row stays', async () => {
    here.registry.put(...five.map((id) => kept(id)));
    await here.run();
    here.registry.put(kept('upl_5', { fileName: 'new.jpg' }));
    here.registry.uploads.delete('upl_1');
    const counts = { read: 3, written: 1, removed: 1, unreadable: 1 };
    expect(await here.run({ registry: spoilt() })).toEqual({ ...counts, done: true });
    expect([here.unreadable, await here.ids()]).toEqual([['upl_3'], five.slice(1)]);
  });

  it('gets its row once the record is repaired', async () => {
    here.registry.put(...five.map((id) => kept(id)));
    await here.run({ registry: spoilt() });
    expect(await here.ids()).toEqual(five.filter((id) => id !== 'upl_3'));
    expect(await here.run()).toMatchObject({ written: 1, unreadable: 0 });
    expect(await here.ids()).toEqual(five);
  });
});

describe('two exports at once', () => {
  it('are one: the later takes over, and the earlier can write no more', async () => {
    here.registry.put(...five.map((id) => kept(id)));
    const first = here.copy();
    await first.begin(here.registry.name);
    expect(await here.run()).toMatchObject({ written: 5 });
    await expect(
      first.write({ uploads: [kept('upl_9')], unreadable: [], next: undefined }),
    ).rejects.toMatchObject({
      name: 'AttemptSuperseded',
    });
    await expect(first.finish()).rejects.toMatchObject({ name: 'AttemptSuperseded' });
    expect(await here.ids()).toEqual(five);
  });

  it('may be of two tables', async () => {
    here.registry.put(kept('upl_1'));
    await here.run();
    await here.run({ table: 'other', registry: new MemoryUploadsRegistry('eu-west-1/other') });
    expect([await here.ids(), await here.ids('other')]).toEqual([['upl_1'], []]);
  });
});
