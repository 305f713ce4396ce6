import { describe, expect, it } from '@jest/globals';
import { sampleSession } from '../../contracts/shared/samples.ts';
import { MemorySessions } from '../sessions/memory-sessions.ts';
import { type Fault, faulty } from './faulty.ts';

const createUnder = async (fault: Fault) => {
  const sessions = new MemorySessions();
  const session = sampleSession();
  const outcome = await faulty(sessions, () => fault)
    .create(session)
    .then(
      () => 'done',
      ({ name }) => name,
    );
  return { outcome, happened: (await sessions.findByTokenHash(session.tokenHash)) !== undefined };
};

describe('a faulty port', () => {
  it('fails before the effect', async () => {
    expect(await createUnder('before')).toEqual({ outcome: 'TransientFault', happened: false });
  });

  it('loses the answer after the effect', async () => {
    expect(await createUnder('after')).toEqual({ outcome: 'TransientFault', happened: true });
  });

  it('works when nothing is wrong', async () => {
    expect(await createUnder(undefined)).toEqual({ outcome: 'done', happened: true });
  });
});
