import { FakeS3 } from '../../adapters/bulk/transfer/fake-s3.ts';
import { type Ended, Workplace } from '../run-keepsake.ts';

/** A folder to run the command line in, and a storage that behaves as a test wants. */
export class FakeStorage {
  readonly s3: FakeS3;
  readonly here: Workplace;

  readonly #port: number;

  private constructor(s3: FakeS3, here: Workplace, port: number) {
    this.s3 = s3;
    this.here = here;
    this.#port = port;
  }

  static async start(s3 = new FakeS3()): Promise<FakeStorage> {
    const endpoint = await s3.start();
    const here = new Workplace({
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    });
    return new FakeStorage(s3, here, Number(new URL(endpoint).port));
  }

  run(commandLine: string): Promise<Ended> {
    return this.here.run(commandLine);
  }

  /** Writes an object, as another program would. */
  put(key: string, text: string): void {
    this.s3.bucket.put(key, Buffer.from(text));
  }

  /** The current objects, as text, by key. */
  get objects(): Record<string, string> {
    const all = [...this.s3.bucket.objects.keys()]
      .sort()
      .map((key) => [key, this.s3.bucket.current(key)?.body.toString()]);
    return Object.fromEntries(all.filter(([, text]) => text !== undefined));
  }

  /** After `s3.stop()`: at the same address, with what it had. */
  async comeBack(): Promise<void> {
    this.s3.faults = () => undefined;
    await this.s3.start(this.#port);
  }

  async stop(): Promise<void> {
    await this.s3.stop();
    this.here.remove();
  }
}

/** The id of the batch a command speaks of. */
export const batchIn = ({ stdout, stderr }: Pick<Ended, 'stdout' | 'stderr'>): string =>
  /bat_[\w-]+/.exec(`${stdout}${stderr}`)?.[0] ?? 'none';
