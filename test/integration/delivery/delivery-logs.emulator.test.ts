import { describe, expect, it } from '@jest/globals';
import { makeLink, paidOrder, sendFile } from '../../lambdas/delivery/sent-file.ts';
import { allLogs } from '../operations/log-lines.ts';
import { aVisitor, request } from '../shared/visitor.ts';

describe('the functions’ logs', () => {
  it('hold no token, no signed URL and no file name, whatever was asked', async () => {
    const alice = await aVisitor();
    const fileName = 'a name nobody else has.jpg';
    const file = await sendFile(alice, { fileName });
    const orderId = await paidOrder(alice, [file]);
    const { token = '' } = await makeLink(alice, orderId, { role: 'photo' });
    await alice.get(`/uploads/${file.uploadId}/download`);
    await request({ method: 'GET', path: `/l/${token}` });
    await request({ method: 'GET', path: `/l/${token}/qr.png?size=1` });
    await alice.ask('PUT', `/links/${token}`, { orderId: 'ord_unknown' });
    await alice.ask('DELETE', `/links/${token}`);
    await request({ method: 'GET', path: `/l/${token}` });
    const logs = (await allLogs()).map(({ message }) => message).join('\n');
    // The log has the requests of this test, and is not empty.
    expect(logs).toContain('GET /l/{token}');
    for (const secret of [
      token,
      alice.token,
      fileName,
      'X-Amz-Signature',
      'Signature=',
      'Key-Pair-Id',
    ])
      expect({ secret, logged: logs.includes(secret) }).toEqual({ secret, logged: false });
  });
});
