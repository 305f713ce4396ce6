import { md5 } from './fake-sums.ts';

type Part = { body: Buffer; crc32: string | undefined };

/** An unfinished upload in parts. */
export type FakeUpload = {
  key: string;
  uploadId: string;
  headers: Record<string, string>;
  parts: Map<number, Part>;
};

/** The list of parts after a number, two a page. */
export function partsPage({ parts, headers }: FakeUpload, after: number): string {
  const numbers = [...parts.keys()].sort((a, b) => a - b).filter((number) => number > after);
  const list = numbers.slice(0, 2).map((number) => {
    const { body, crc32: sum } = parts.get(number) ?? { body: Buffer.alloc(0), crc32: undefined };
    const checksum = sum === undefined ? '' : `<ChecksumCRC32>${sum}</ChecksumCRC32>`;
    return `<Part><PartNumber>${number}</PartNumber><ETag>&quot;${md5(body)}&quot;</ETag><Size>${body.length}</Size>${checksum}</Part>`;
  });
  const more =
    numbers.length > 2
      ? `<IsTruncated>true</IsTruncated><NextPartNumberMarker>${numbers[1]}</NextPartNumberMarker>`
      : '';
  const type = headers['x-amz-checksum-type'];
  return `<R>${type === undefined ? '' : `<ChecksumType>${type}</ChecksumType>`}${list.join('')}${more}</R>`;
}
