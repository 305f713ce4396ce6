import { describe, expect, it } from '@jest/globals';
import { claimSession } from '../../../core/claims/claim-session.ts';
import { finishClaims } from '../../../core/claims/finish-claims.ts';
import { createSession } from '../../../core/sessions/create-session.ts';
import { handOverUploads } from '../../../core/uploads/hand-over.ts';
import { makeVariants } from '../../../core/variants/make-variants.ts';
import { variantId } from '../../../core/variants/model/variant.ts';
import { arrived } from '../builders/records.ts';
import { aStudio, thumbnail, web } from '../builders/variants.ts';
import { alice, type World } from '../builders/world.ts';

const ids = ['upl_1', variantId('upl_1', thumbnail), variantId('upl_1', web)];

const fail = (error: unknown): void => {
  throw error;
};

describe('an original that changes hands while its variants are drawn', () => {
  /** One more than the run has: then nothing happens meanwhile. */
  const calls = Array.from({ length: 13 }, (_, call) => call);

  const owners = async ({ uploads }: Pick<World, 'uploads'>): Promise<string[]> =>
    (await uploads.findMany(ids)).map(({ ownerId }) => ownerId);

  it('takes them along to another owner', async () => {
    for (const call of calls) {
      const world = aStudio();
      arrived(world, 'upl_1');
      const changes = [{ uploadId: 'upl_1', ownerId: 'usr_bob' }];
      const handOver = () => handOverUploads(world, { changes });
      await makeVariants(world.meanwhile(call, handOver), 'upl_1');
      const [owner, ...others] = await owners(world);
      expect([call, ...others]).toEqual([call, owner, owner]);
    }
  });

  it('takes them along to the claimer of its session, within the hour', async () => {
    for (const call of calls) {
      const world = aStudio();
      const { token, sessionId: ownerId } = await createSession(world);
      arrived(world, 'upl_1', { ownerId });
      const claim = async () => {
        const claimed = claimSession(world, alice, { token });
        world.clock.advance(1_000);
        await claimed;
      };
      await makeVariants(world.meanwhile(call, claim), 'upl_1');
      await finishClaims(world, fail);
      const [owner, ...others] = await owners(world);
      expect([call, ...others]).toEqual([call, owner, owner]);
    }
  });
});
