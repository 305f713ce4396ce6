import { describe, expect, it } from '@jest/globals';
import { allLogs } from './functions.ts';
import { aVisitor, request } from './visitor.ts';

describe('the functions’ logs', () => {
  it('hold no token, no signed URL and no file name, whatever was asked', async () => {
    const alice = await aVisitor();
    const fileName = 'a name nobody else has.jpg';
    const file = await alice.send({ fileName });
    const orderId = await alice.paidOrder([file]);
    const { token = '' } = await alice.link(orderId, { role: 'photo' });
    await alice.ask('GET', `/uploads/${file.uploadId}/download`);
    await request('GET', `/l/${token}`);
    await request('GET', `/l/${token}/qr.png?size=1`);
    await alice.ask('PUT', `/links/${token}`, { orderId: 'ord_unknown' });
    await alice.ask('DELETE', `/links/${token}`);
    await request('GET', `/l/${token}`);
    const logs = await allLogs();
    // It is the log of what was just done, and not an empty one.
    expect(logs).toContain('GET /l/{token}');
    for (const secret of [token, alice.token, fileName, 'X-Amz-Signature', 'Signature=', 'Key-Pair-Id'])
      expect({ secret, logged: logs.includes(secret) }).toEqual({ secret, logged: false });
  });
});
