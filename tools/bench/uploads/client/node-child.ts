// One Node subject in a process of its own, so that its memory is its own: node-child.ts <subject>
// <url> <file>...
import { createReadStream, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';

const [subject = '', url = '', ...files] = process.argv.slice(2);
const filesAtOnce = 6;

const inTurns = async (work: (file: string, index: number) => Promise<unknown>): Promise<void> => {
  const waiting = files.entries();
  const runner = async () => {
    for (const [index, file] of waiting) await work(file, index);
  };
  await Promise.all(Array.from({ length: filesAtOnce }, runner));
};

// Each subject loads only its own modules, because these count as its memory.
const keepsake = async () =>
  (
    (await import(String(process.env.KEEPSAKE_NODE))) as typeof import('../../../../client/node.ts')
  ).createClient({
    baseUrl: url,
    token: 'kst_bench',
  });

const subjects: Record<string, () => Promise<void>> = {
  keepsake: async () => {
    const client = await keepsake();
    await inTurns((file) => client.upload(file, { category: 'video' }));
  },
  'keepsake-stream': async () => {
    const client = await keepsake();
    await inTurns(async (file) =>
      client.upload(createReadStream(file), {
        category: 'video',
        filename: 'film.mp4',
        sizeBytes: (await stat(file)).size,
      }),
    );
  },
  'lib-storage': async () => {
    const { S3Client } = await import('@aws-sdk/client-s3');
    const { Upload } = await import('@aws-sdk/lib-storage');
    const client = new S3Client({
      endpoint: url,
      forcePathStyle: true,
      region: 'us-east-1',
      credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    });
    // Over HTTPS, which is what people use, the SDK does not hash bodies to sign them; over this
    // plain HTTP it would.
    client.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] =
          'UNSIGNED-PAYLOAD';
        return next(args);
      },
      { step: 'build', name: 'unsignedPayload' },
    );
    await inTurns(async (file, index) => {
      const params = { Bucket: 'bench', Key: `film-${index}`, Body: createReadStream(file) };
      await new Upload({ client, queueSize: 4, partSize: 8 * 1024 ** 2, params }).done();
    });
  },
};

/** Peak memory of this process alone. The maximum of getrusage starts with the parent's. */
const peakMb = (): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;

const before = performance.now();
await subjects[subject]?.();
const { user, system } = process.cpuUsage();
const seconds = (performance.now() - before) / 1000;
process.send?.({ seconds, peakMb: peakMb(), cpuSeconds: (user + system) / 1e6 });
process.disconnect?.();
process.exit();
