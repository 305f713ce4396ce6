import { describe, expect, it } from '@jest/globals';
import { publicUrls } from '../../../cli/bulk/database/public-urls.ts';

const place = { bucket: 'media', key: 'a b/\u00e9+{bucket}.jpg' };
const aws = { region: 'eu-central-1' };
const escaped = 'a%20b/%C3%A9%2B%7Bbucket%7D.jpg';

describe('the URL of an object in a row', () => {
  it('is the bucket’s own, of its region', () => {
    expect(publicUrls(undefined, aws)(place)).toBe(
      `https://media.s3.eu-central-1.amazonaws.com/${escaped}`,
    );
  });

  it('names a bucket with dots in the path, where certificates hold', () => {
    expect(publicUrls(undefined, aws)({ ...place, bucket: 'media.example.com' })).toBe(
      `https://s3.eu-central-1.amazonaws.com/media.example.com/${escaped}`,
    );
  });

  it('lies below an endpoint, or follows a template', () => {
    const endpoint = 'https://files.example.com/';
    expect(publicUrls(undefined, { ...aws, endpoint })(place)).toBe(
      `https://files.example.com/media/${escaped}`,
    );
    expect(publicUrls('https://cdn.example.com/{key}', { ...aws, endpoint })(place)).toBe(
      `https://cdn.example.com/${escaped}`,
    );
  });
});
