import { beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '../../client/node.ts';
import { disposition } from '../../core/storage/model/disposition.ts';
import { type CorpusFile, corpus, twins } from '../corpus/corpus.ts';
import { categoryOf } from '../corpus/send.ts';
import { deployed } from '../integration/shared/deployed.ts';
import { aVisitor, fetchOnce, type Visitor } from '../integration/shared/visitor.ts';
import { paidOrder, type SentFile } from '../lambdas/delivery/sent-file.ts';

type Sent = SentFile & { contentType: string };

let visitor: Visitor;
let files: Sent[];
let orderId: string;

const upload = async ({ path, contentType, ...file }: CorpusFile, role: string): Promise<Sent> => {
  const { token } = visitor;
  const client = createClient({ baseUrl: deployed.apiUrl, token: async () => token });
  const { uploadId, ...kept } = await client.upload(path, {
    category: categoryOf(contentType) ?? 'none',
  });
  expect(kept).toMatchObject({ status: 'uploaded', contentType });
  return { ...file, uploadId, role, contentType };
};

beforeAll(async () => {
  visitor = await aVisitor();
  files = [];
  for (const [index, file] of corpus.entries()) files.push(await upload(file, `file-${index}`));
  orderId = await paidOrder(visitor, files);
});

describe('a real file that Node’s client sent to a deployed stage', () => {
  it('is served byte for byte, with its own type and name, once it is paid', async () => {
    for (const { role, bytes, contentType, fileName } of files) {
      const { headers } = await visitor.get(`/orders/${orderId}/files/${role}`);
      const served = await fetchOnce(headers.get('location') ?? 'nowhere');
      expect(served.bytes.equals(bytes)).toBe(true);
      expect(served.headers.get('content-type')).toBe(contentType);
      expect(served.headers.get('content-disposition')).toBe(
        disposition({ fileName, contentType }),
      );
      expect(served.headers.get('content-encoding')).toBeNull();
    }
  });

  it('is refused where it lies', async () => {
    const { token } = visitor;
    const client = createClient({ baseUrl: deployed.apiUrl, token: async () => token });
    for (const { path, contentType } of twins)
      await expect(
        client.upload(path, { category: categoryOf(contentType) ?? 'none', contentType }),
      ).rejects.toMatchObject({ type: 'urn:keepsake:problem:upload-mismatch' });
  });
});
