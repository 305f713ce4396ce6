import type { Upload } from '@keepsake/client';
import { openUploader } from '../calls/open-uploader.ts';
import { byId, element, fill } from '../dom.ts';
import { alone, type Memory, note, remember } from '../memory.ts';
import { roleOf } from '../model/role.ts';
import { sizeText } from '../model/words.ts';
import { sampleFile } from '../server.ts';
import { settings } from '../settings.ts';
import type { Shop } from '../shop-parts.ts';
import { Step } from '../step.ts';

const keep = (uploads: readonly Upload[]): Promise<void> =>
  alone('files', async () => {
    const { files } = remember();
    for (const { uploadId, fileName, sizeBytes } of uploads) {
      const role = roleOf(
        fileName,
        files.map((file) => file.role),
      );
      files.push({ uploadId, role, fileName, sizeBytes });
    }
    note({ files });
  });

const list = ({ files }: Memory): void =>
  fill(
    byId('uploaded'),
    ...files.map(({ fileName, sizeBytes }) =>
      element('li', {}, `${fileName}, `, element('span', {}, sizeText(sizeBytes))),
    ),
  );

/** Files go up as soon as they are chosen. */
export const uploadStep = ({ keepsake }: Shop) => {
  const step = new Step('upload');
  const uppy = openUploader(keepsake, byId('uploader'));
  uppy.on('upload-error', (_file, error) => step.fail(error));
  uppy.on('complete', async ({ successful = [], failed = [] }) => {
    await keep(
      (successful as unknown as { keepsake: Upload }[]).map(({ keepsake: upload }) => upload),
    );
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
