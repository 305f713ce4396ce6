import { TransientFault } from '../../../core/errors.ts';
import type { Pictures } from '../../../core/variants/ports.ts';
import { MemoryDeliverySigner } from '../../fakes/delivery/memory-delivery-signer.ts';
import { aWorkshop } from './jobs.ts';
import { aWorld, categories, type World } from './world.ts';

export const thumbnail = { name: 'thumbnail', widthPx: 320, heightPx: 320 } as const;
export const web = { name: 'web', widthPx: 1600, heightPx: 1600 } as const;

/** Draws words: `thumbnail of <bytes>`. */
export class WordPictures implements Pictures {
  drawn = 0;

  async draw(bytes: Uint8Array, { name, widthPx, heightPx }: Parameters<Pictures['draw']>[1]) {
    this.drawn += 1;
    const text = Buffer.from(bytes).toString();
    if (text === 'damaged') return { unreadable: 'no' };
    const picture = Buffer.from(`${name} of ${text}`);
    return { contentType: 'image/jpeg' as const, widthPx, heightPx, bytes: picture };
  }
}

const processed = {
  prefix: 'processed',
  contentTypes: ['image/jpeg', 'image/png'],
  maxSizeBytes: 1_000_000,
  storageClass: 'STANDARD' as const,
};

type Studio = ReturnType<typeof withVariants>;

const withVariants = (world: World) => ({
  ...aWorkshop({ ...world, categories: { ...categories, processed } }),
  pictures: new WordPictures(),
  signer: new MemoryDeliverySigner(),
  variants: { sizes: [thumbnail, web] },
});

/** Every object port call of the worker, in front of which something may happen. */
const withBefore = (world: Studio, before: (call: number) => Promise<void>): Studio => {
  let calls = 0;
  const watched = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const member = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          await before(calls++);
          return member.apply(target, args);
        };
      },
    });
  const { uploads, writer, reader, bus } = world;
  return {
    ...world,
    uploads: watched(uploads),
    writer: watched(writer),
    reader: watched(reader),
    bus: watched(bus),
  };
};

/** The world as the worker takes it. `meanwhile`: something happens before its nth call. */
export const aStudio = () => {
  const world = withVariants(aWorld());
  const meanwhile = (at: number, act: () => Promise<unknown>): Studio =>
    withBefore(world, async (call) => {
      if (call === at) await act();
    });
  return { ...world, meanwhile };
};

/** What lies under an upload's key in temporary storage. */
export const bytesUnder = ({ objects }: Pick<World, 'objects'>, uploadId: string): string[] =>
  objects.all
    .filter(({ key }) => key.endsWith(`/${uploadId}`))
    .map((object) => Buffer.from(objects.bytesOf(object) ?? []).toString());

/** Worlds in which another call each failed once, before or after its effect, and work went on. */
export const everyCallFails = async (
  prepare: (world: Studio) => unknown,
  act: (world: Studio) => Promise<unknown>,
): Promise<Studio[]> => {
  const ends: Studio[] = [];
  for (let at = 0; ; at++) {
    const world = withVariants(aWorld());
    await prepare(world);
    let hasFailed = false;
    const failing = withBefore(world, async (call) => {
      if (call !== at) return;
      hasFailed = true;
      throw new TransientFault('storage is away');
    });
    await Promise.allSettled([act(failing)]);
    if (!hasFailed) return ends;
    await act(world);
    ends.push(world);
  }
};
