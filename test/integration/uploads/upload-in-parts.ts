import { minimalFile } from '../../../tools/local/samples/minimal-file.ts';
import { crc64nvme } from '../../fakes/storage/crc64nvme.ts';
import { eventually } from '../shared/eventually.ts';
import { announcement } from '../shared/sample-upload.ts';
import type { Answer, Visitor } from '../shared/visitor.ts';

type Planned = {
  uploadId: string;
  key: string;
  multipart: { partSizeBytes: number; partCount: number };
  expiresAt: string;
};
type Signed = {
  partNumber: number;
  sizeBytes: number;
  method: string;
  url: string;
  headers: Record<string, string>;
};

/** Just over the local threshold: two parts. */
export const film = (sizeBytes = 8 * 2 ** 20 + 100): Buffer => minimalFile('video/mp4', sizeBytes);

/** A film that was announced in parts, and the ways its client has. */
export const plannedFilm = async (
  visitor: Visitor,
  bytes = film(),
  changes: Record<string, unknown> = {},
) => {
  const about = { contentType: 'video/mp4', category: 'video', filename: 'film.mp4', ...changes };
  const plan = (await visitor.post('/uploads', announcement(bytes, about))).body as Planned;
  const path = `/uploads/${plan.uploadId}`;
  const { partSizeBytes, partCount } = plan.multipart;
  const cut = (number: number): Buffer =>
    bytes.subarray((number - 1) * partSizeBytes, number * partSizeBytes);
  const signed = async (parts: { partNumber: number; crc64nvme?: string }[]): Promise<Signed[]> =>
    (await visitor.post(`${path}/parts`, { parts })).body.parts;
  const sign = (numbers: readonly number[]): Promise<Signed[]> =>
    signed(numbers.map((partNumber) => ({ partNumber, crc64nvme: crc64nvme(cut(partNumber)) })));
  const put = async ({ method, url, headers }: Signed, body: Buffer): Promise<number> =>
    (await fetch(url, { method, headers, body: new Uint8Array(body) })).status;
  return {
    ...plan,
    bytes,
    cut,
    sign,
    put,
    numbers: Array.from({ length: partCount }, (_, index) => index + 1),
    send: async (numbers: readonly number[]): Promise<number[]> =>
      Promise.all((await sign(numbers)).map((part) => put(part, cut(part.partNumber)))),
    /** Parts without a checksum, as plain upload libraries send them. */
    sendBare: async (numbers: readonly number[]): Promise<number[]> =>
      Promise.all(
        (await signed(numbers.map((partNumber) => ({ partNumber })))).map((part) =>
          put(part, cut(part.partNumber)),
        ),
      ),
    listed: (): Promise<Answer> => visitor.get(`${path}/parts`),
    complete: (body: Record<string, unknown> = {}): Promise<Answer> =>
      visitor.post(`${path}/complete`, body),
    seen: async () => (await visitor.get(path)).body,
    settled: () =>
      eventually(`the check of ${plan.uploadId}`, async () => {
        const { body } = await visitor.get(path);
        return ['pending', 'checking'].includes(body.status) ? undefined : body;
      }),
  };
};
