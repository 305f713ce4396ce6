import { describe, expect, it } from '@jest/globals';
import type { AuditEntry } from '../../../core/operations/model/audit-entry.ts';
import type { Audit } from '../../../core/operations/ports.ts';
import { freshId } from '../shared/samples.ts';

/** Contract tests of every record of operators' acts. */
export function describeAudit(name: string, makeAudit: () => Audit): void {
  describe(`${name} as Audit`, () => {
    const audit = makeAudit();

    const begun = async (changes: Partial<AuditEntry> = {}): Promise<AuditEntry> => {
      const entry: AuditEntry = {
        entryId: freshId('aud'),
        at: '2098-03-01T00:00:00.000Z',
        actor: freshId('usr'),
        action: 'retryOrder',
        subject: freshId('ord'),
        outcome: 'pending',
        ...changes,
      };
      await audit.begin(entry);
      return entry;
    };
    const end = { outcome: 'done', status: 200, finishedAt: '2098-03-01T00:00:01.000Z' } as const;

    it('lists an act from its beginning, and its end', async () => {
      const entry = await begun();
      const query = { subject: entry.subject };
      expect(await audit.list(query, { limit: 5 })).toEqual({ entries: [entry] });
      await audit.finish(entry.entryId, end);
      expect(await audit.list(query, { limit: 5 })).toEqual({ entries: [{ ...entry, ...end }] });
    });

    it('writes over no entry and over no end', async () => {
      const entry = await begun();
      await audit.finish(entry.entryId, end);
      await audit.begin({ ...entry, actor: 'usr_forger' });
      await audit.finish(entry.entryId, { ...end, outcome: 'refused', status: 409 });
      const { entries } = await audit.list({ subject: entry.subject }, { limit: 5 });
      expect(entries).toEqual([{ ...entry, ...end }]);
    });

    it('makes no entry of an end alone', async () => {
      const entryId = freshId('aud');
      await audit.finish(entryId, { ...end, subject: entryId });
      expect(await audit.list({ subject: entryId }, { limit: 5 })).toEqual({ entries: [] });
    });

    it('lists newest first, by actor, subject and time, page by page', async () => {
      const actor = freshId('usr');
      const at = (day: number) => `2097-05-0${day}T00:00:00.000Z`;
      const [first, second, third] = [
        await begun({ actor, at: at(1) }),
        await begun({ actor, at: at(2) }),
        await begun({ actor, at: at(3) }),
      ];
      expect(await audit.list({ actor }, { limit: 3 })).toEqual({
        entries: [third, second, first],
      });
      const page = await audit.list({ actor }, { limit: 2 });
      expect(page.entries).toEqual([third, second]);
      expect((await audit.list({ actor }, { limit: 2, after: page.next })).entries).toEqual([
        first,
      ]);
      const between = { from: at(2), to: at(3) };
      expect((await audit.list({ actor, ...between }, { limit: 5 })).entries).toEqual([second]);
      expect((await audit.list(between, { limit: 5 })).entries).toEqual([second]);
      const both = { actor, subject: third.subject };
      expect((await audit.list(both, { limit: 5 })).entries).toEqual([third]);
    });
  });
}
