import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Postgres, startPostgres } from '../../../postgres/start-postgres.ts';
import { FakeStorage } from '../fake-storage.ts';

let postgres: Postgres;
let storage: FakeStorage;

beforeAll(async () => {
  postgres = await startPostgres();
  storage = await FakeStorage.start();
  storage.here.files({ 'media/photos/a b.jpg': 'A', 'media/photos/c.jpg': 'C' });
  await postgres.query('CREATE TABLE shop_photo (id integer PRIMARY KEY, image text)');
  await postgres.query(
    "INSERT INTO shop_photo VALUES (1, 'photos/a b.jpg'), (2, 'photos/c.jpg'), (3, 'photos/c.jpg')",
  );
});

afterAll(async () => {
  await postgres.stop();
  await storage.stop();
});

const command = (more: string): string =>
  `migrate ${postgres.url} --table shop_photo --column image --root ./media ${more}`;

describe('keepsake migrate postgres://… --keys path --to s3://bucket', () => {
  it('puts every file where Django looks: under the path in the column', async () => {
    const { code } = await storage.run(command('--keys path --to s3://bucket'));
    expect([code, storage.objects]).toEqual([0, { 'photos/a b.jpg': 'A', 'photos/c.jpg': 'C' }]);
    const rows = await postgres.query(
      'SELECT image, image_s3_key AS key, image_s3_url AS url FROM shop_photo ORDER BY id',
    );
    const url = `${storage.here.env.AWS_ENDPOINT_URL}/bucket`;
    expect(rows).toEqual([
      { image: 'photos/a b.jpg', key: 'photos/a b.jpg', url: `${url}/photos/a%20b.jpg` },
      { image: 'photos/c.jpg', key: 'photos/c.jpg', url: `${url}/photos/c.jpg` },
      { image: 'photos/c.jpg', key: 'photos/c.jpg', url: `${url}/photos/c.jpg` },
    ]);
  });

  it('strips a prefix, and makes URLs by a template', async () => {
    const { code } = await storage.run(
      command(
        '--keys path --strip-prefix photos/ --to s3://bucket/new --public-url https://m.example.com/{key}?b={bucket}',
      ),
    );
    expect([code, storage.objects['new/c.jpg']]).toEqual([0, 'C']);
    const [row] = await postgres.query('SELECT image_s3_url AS url FROM shop_photo WHERE id = 1');
    expect(row).toEqual({ url: 'https://m.example.com/new/a%20b.jpg?b=bucket' });
  });

  it.each([
    ['--strip-prefix photos/', '--strip-prefix goes with --keys path'],
    ['--public-url https://m.example.com/', 'must say where the key stands'],
  ])('refuses %s', async (more, message) => {
    const { code, stderr } = await storage.run(command(`--to s3://bucket ${more}`));
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
