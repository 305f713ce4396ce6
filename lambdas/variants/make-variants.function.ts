import { S3FileReader } from '../../adapters/uploads/s3-file-reader.ts';
import { S3FileWriter } from '../../adapters/uploads/s3-file-writer.ts';
import { FfmpegFrames } from '../../adapters/variants/ffmpeg-frames.ts';
import { SharpPictures } from '../../adapters/variants/sharp-pictures.ts';
import { settings } from '../shared/environment.ts';
import { jobEndPorts } from '../shared/job-end-ports.ts';
import { queueHandler } from '../shared/queue.ts';
import { s3 } from '../shared/wiring.ts';
import { consumeVariantRequests } from './consume-variant-requests.ts';

const { variants } = settings('variants');
if (variants === undefined)
  throw new Error('This stage makes no variants: set `variants` in lib/config.ts.');

const reader = new S3FileReader(s3());

/** Smaller pictures of customers' files. */
export const handler = queueHandler(
  consumeVariantRequests({
    ...jobEndPorts(),
    variants,
    reader,
    writer: new S3FileWriter(s3()),
    pictures: new SharpPictures(),
    frames: variants.hasFfmpeg ? new FfmpegFrames(reader) : undefined,
  }),
);
