import { describe, expect, it } from '@jest/globals';
import { readTags } from '../../../../../adapters/bulk/transfer/s3/source-properties.ts';

const tagged =
  '<Tagging><TagSet><Tag><Key>a b</Key><Value>1&amp;2</Value></Tag>' +
  '<Tag><Key>c</Key><Value></Value></Tag></TagSet></Tagging>';

const tagsOf = (body: string) =>
  readTags({ ask: async () => ({ status: 200, headers: {}, body }) }, { key: 'a' });

describe('the tags of an object', () => {
  it('are a query', async () => {
    expect(await tagsOf(tagged)).toBe('a%20b=1%262&c=');
  });

  it.each([
    ['cut between two tags', tagged.slice(0, tagged.lastIndexOf('<Tag>'))],
    ['cut before its end', tagged.slice(0, -1)],
    ['empty', ''],
  ])('are asked for again after an answer that is %s', async (_, body) => {
    await expect(tagsOf(body)).rejects.toMatchObject({ name: 'MalformedResponse' });
  });
});
