import type { Upload } from '@keepsake/client';
import { openUploader } from '../calls/open-uploader.ts';
import { byId, element, fill } from '../dom.ts';
import { alone, type Memory, note, remember } from '../memory.ts';
import { roleOf } from '../model/role.ts';
import { sizeText } from '../model/words.ts';
import { ShopProblem, sampleFile } from '../server.ts';
import { settings } from '../settings.ts';
import type { Shop } from '../shop-parts.ts';
import { Step } from '../step.ts';

/** Files go up as soon as they are chosen. */
export const uploadStep = ({ keepsake }: Shop) => {
  const step = new Step('upload');
  const uppy = openUploader(keepsake, byId('uploader'));
  uppy.on('upload-error', (file, error) => step.fail(error, file?.name));
  uppy.on('complete', async ({ successful = [], failed = [] }) => {
    const late = await keep(
      (successful as unknown as { keepsake: Upload }[]).map(({ keepsake: upload }) => upload),
    );
    if (late.length > 0) step.fail(new ShopProblem(lateText(late)));
    if (failed.length === 0) uppy.clear();
  });
  const isKnown = (name: string): boolean =>
    [
      ...remember().files.map(({ fileName }) => fileName),
      ...uppy.getFiles().map((f) => f.name),
    ].includes(name);
  step.onClick('use-samples', async () => {
    const files = await Promise.all(settings.samples.map(sampleFile));
    for (const data of files.filter(({ name }) => !isKnown(name)))
      uppy.addFile({ name: data.name, type: data.type, data });
  });
  return (memory: Memory): void => {
    const { files, order } = memory;
    list(memory);
    step.enter(order ? 'done' : 'now');
    if (files.length > 0) step.say(`${files.length} uploaded, each checked on arrival.`);
  };
};

/** Names of uploads that came too late: an order that is placed takes no more files. */
const keep = (uploads: readonly Upload[]): Promise<string[]> =>
  alone('order', async () => {
    const { files, order } = remember();
    if (order) return uploads.map(({ fileName }) => fileName);
    for (const { uploadId, fileName, sizeBytes } of uploads) {
      const role = roleOf(
        fileName,
        files.map((file) => file.role),
      );
      files.push({ uploadId, role, fileName, sizeBytes });
    }
    note({ files });
    return [];
  });

const lateText = (names: readonly string[]): string =>
  `${names.join(', ')}: came after the order was placed, and is no part of it.`;

const list = ({ files }: Memory): void =>
  fill(
    byId('uploaded'),
    ...files.map(({ fileName, sizeBytes }) =>
      element(
        'li',
        {},
        element('bdi', {}, fileName),
        ', ',
        element('span', {}, sizeText(sizeBytes)),
      ),
    ),
  );
