// The usual code with the SDK: an Upload per file, a few at a time.
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

const [, , folder, endpoint, verify] = process.argv;
const agent = { keepAlive: true, maxSockets: 64 };
const requestHandler = { httpAgent: new HttpAgent(agent), httpsAgent: new HttpsAgent(agent) };
const client = new S3Client({
  endpoint,
  forcePathStyle: true,
  requestHandler,
  requestChecksumCalculation: verify ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED',
});
const names = await readdir(folder);

const send = async (name) => {
  const path = join(folder, name);
  const isLarge = (await stat(path)).size > 2 ** 23;
  const body = isLarge ? createReadStream(path, { highWaterMark: 2 ** 20 }) : await readFile(path);
  const params = {
    Bucket: 'bucket',
    Key: `p/${name}`,
    Body: body,
    ...(verify && { ChecksumAlgorithm: verify }),
  };
  await new Upload({ client, params, queueSize: 4, partSize: 2 ** 25 }).done();
  return isLarge;
};

const work = async () => {
  for (let name = names.pop(); name; name = names.pop()) await send(name);
};
const first = (await stat(join(folder, names[0]))).size;
await Promise.all(Array.from({ length: first > 2 ** 23 ? 3 : 48 }, work));
