import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../tools/local/project-folder.ts';
import { batchIn } from '../cli/bulk/fake-storage.ts';
import { atEmulator, keysIn, newBucket } from '../cli/bulk/real-storage.ts';
import type { Workplace } from '../cli/run-keepsake.ts';
import { type Postgres, startPostgres } from '../postgres/start-postgres.ts';
import { venvProgram } from '../python/venv.ts';

const requirements = new URL('./django-requirements.txt', import.meta.url);
const project = path.join(projectFolder, 'test/examples/django-project');

let python: string;
let postgres: Postgres;
let here: Workplace;
let bucket: string;

beforeAll(async () => {
  const found = venvProgram({ name: 'django-venv', requirements }, 'python');
  if (found === undefined) throw new Error('Django needs python3 with venv and the registry.');
  python = found;
  [postgres, bucket] = await Promise.all([startPostgres(), newBucket()]);
  here = atEmulator();
  await manage(['migrate', '--run-syncdb', '--verbosity', '0']);
  await manage(['shell', '-c', makeFiles]);
});

afterAll(async () => {
  await postgres.stop();
  here.remove();
});

const makeFiles = `
from django.core.files.base import ContentFile
from shop.models import Invoice, Photo, Scan
for n in range(10):
    Photo().image.save(f"Füße {n}.jpg", ContentFile(f"photo {n}".encode()))
Invoice(number="2030/1").document.save("2030-1.pdf", ContentFile(b"%PDF-1.4"))
Invoice.objects.create(number="2030/2")
Scan(shop="acme", number=7).page.save("7.tif", ContentFile(b"scan"))
`;

const openFiles = `
from shop.models import Photo
print(sum(photo.image.read() == f"photo {n}".encode() for n, photo in enumerate(Photo.objects.order_by("id"))))
`;

type Ended = { code: number | null; stdout: string; stderr: string };

const environment = (): NodeJS.ProcessEnv => {
  const { port, username } = new URL(postgres.url);
  return {
    ...here.env,
    PYTHONPATH: path.join(projectFolder, 'examples/django'),
    PYTHONDONTWRITEBYTECODE: '1',
    DJANGO_MEDIA: path.join(here.folder, 'media'),
    DJANGO_PORT: port,
    DJANGO_USER: username,
    KEEPSAKE_WORDS: JSON.stringify([
      process.execPath,
      '--no-warnings',
      path.join(projectFolder, 'cli/main.ts'),
    ]),
  };
};

/** Runs `manage.py …` to its end. */
const manage = async (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> => {
  const child = spawn(python, [path.join(project, 'manage.py'), ...args], {
    cwd: here.folder,
    env: { ...environment(), ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
};

describe('manage.py keepsake_migrate', () => {
  it('moves the files of a field, and Django opens all of them from S3', async () => {
    const lost = path.join(here.folder, 'media', String((await photoNames())[3]));
    rmSync(lost);
    const to = ['--to', `s3://${bucket}`];
    const dry = await manage([
      'keepsake_migrate',
      'shop.Photo.image',
      ...to,
      '--dry-run',
      '--',
      '--json',
    ]);
    expect([dry.code, await keysIn(bucket)]).toEqual([3, []]);
    const batch = batchIn(dry);
    const first = await manage(['keepsake_migrate', '--resume-batch', batch, '--', '--json']);
    expect([first.code, (await keysIn(bucket)).length]).toEqual([3, 9]);
    here.files({ [path.relative(here.folder, lost)]: 'photo 3' });
    const second = await manage(['keepsake_migrate', '--resume-batch', batch]);
    expect([second.code, second.stderr]).toEqual([0, expect.stringContaining('files')]);
    const opened = await manage(['shell', '-c', openFiles], { DJANGO_BUCKET: bucket });
    expect([opened.stdout.trim().split('\n').at(-1), opened.stderr]).toEqual(['10', '']);
    const verified = await manage(['keepsake', 'verify', batch]);
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('10 files')]);
  });

  it('without a field moves every FileField there is, and one command takes all of it back', async () => {
    const other = await newBucket();
    const { code, stdout, stderr } = await manage([
      'keepsake_migrate',
      '--to',
      `s3://${other}/old`,
      '--batch-size',
      '5',
      '--',
      '--json',
    ]);
    expect([code, stdout.trim().split('\n').length]).toEqual([0, 3]);
    expect(await keysIn(other, 'old/invoices')).toEqual(['old/invoices/2030-1.pdf']);
    expect((await keysIn(other)).length).toBe(12);
    const [, rollback = ''] = /Take all of it back: keepsake (rollback.*)/.exec(stderr) ?? [];
    const back = await manage(['keepsake', ...rollback.split(' '), '--apply', '--more-than-half']);
    expect([back.code, await keysIn(other)]).toEqual([0, []]);
  });

  it('moves the files of a CompositePrimaryKey, below odd names of table and column', async () => {
    const other = await newBucket();
    const { code } = await manage(['keepsake_migrate', 'shop.Scan.page', '--to', `s3://${other}`]);
    expect([code, await keysIn(other)]).toEqual([0, ['scans/7.tif']]);
    const [row] = await postgres.query('SELECT page_s3_key AS key FROM "old.scans"');
    expect(row).toEqual({ key: 'scans/7.tif' });
  });

  it.each([
    [['keepsake_migrate', 'shop.Photo.picture'], 1, 'There is no field shop.Photo.picture'],
    [['keepsake_migrate', 'shop.Invoice.number'], 1, 'is no FileField'],
    [['keepsake_migrate', '--to', 's3://no-such-bucket'], 5, 'no-such-bucket'],
    [['keepsake_migrate', '--resume-batch', 'bat_none'], 5, 'No batch bat_none here'],
    [['keepsake_migrate', '--resume-batch', ''], 5, 'No batch  here'],
    [['keepsake_migrate', 'shop.Photo.image', '--resume-batch', 'bat_none'], 1, 'leave out shop'],
    [['keepsake_migrate', '--to', 's3://b', '--resume-batch', 'bat_none'], 1, 'leave out --to'],
    [['keepsake_migrate', '--root', 'm', '--resume-batch', 'bat_none'], 1, 'leave out --root'],
    [['keepsake_migrate', '--batch-size', '5', '--resume-batch', 'x'], 1, 'leave out --batch-size'],
    [['keepsake', 'status', 'bat_none'], 5, 'No batch bat_none here'],
    [['keepsake', 'sttus'], 2, "There is no verb 'sttus'"],
  ])('%j ends with %i and says why', async (words, code, message) => {
    const ended = await manage(words);
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringContaining(message)]);
  });

  it('names a command line that is not there', async () => {
    const words = JSON.stringify([`keepsake-${randomBytes(4).toString('hex')}`]);
    const { code, stderr } = await manage(['keepsake', 'batches'], { KEEPSAKE_WORDS: words });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/was not found.*KEEPSAKE_COMMAND/)]);
  });
});

const photoNames = async () =>
  (await postgres.query('SELECT image FROM shop_photo ORDER BY id')).map(({ image }) => image);
