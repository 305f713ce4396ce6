import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import { createClient, type Upload } from '../browser.ts';
import { connectUppy } from '../uppy/uppy.ts';

const element = <T extends HTMLElement>(id: string): T => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no ${id}.`);
  return found as T;
};

const query = new URLSearchParams(location.search);
const api = element<HTMLInputElement>('api');
api.value = query.get('api') ?? api.value;

/** One session per browser: a reload must find its own uploads again. */
const sessionToken = async (rejected?: string): Promise<string> => {
  const kept = localStorage.getItem('session');
  if (kept && kept !== rejected) return kept;
  const { token } = await createClient({ baseUrl: api.value }).createSession();
  localStorage.setItem('session', token);
  return token;
};

const say = (text: string): void => {
  const line = document.createElement('li');
  line.textContent = text;
  element('results').append(line);
};

const category = element<HTMLInputElement>('category');
const uppy = new Uppy();
// For the browser's console: `uppy.getFiles()`.
Object.assign(window, { uppy });
// `?hash=off`: files in parts are sent without being read for their checksums.
const keepsake = createClient({
  baseUrl: api.value,
  token: sessionToken,
  hashParts: query.get('hash') !== 'off',
});
const { shouldUseMultipart, ...callbacks } = connectUppy(uppy, keepsake, () => ({
  category: category.value,
}));
uppy.use(AwsS3, { shouldUseMultipart, ...callbacks });

uppy.on('progress', (percent) => {
  element<HTMLProgressElement>('progress').value = percent;
});
uppy.on('upload-error', (file, error) => say(`${file?.name}: ${error.message}`));
uppy.on('complete', ({ successful = [] }) => {
  for (const { keepsake: upload } of successful as unknown as { keepsake: Upload }[])
    say(`${upload.fileName}: ${upload.status} as ${upload.uploadId}`);
});

element<HTMLInputElement>('files').onchange = ({ target }) => {
  uppy.clear();
  for (const file of (target as HTMLInputElement).files ?? [])
    uppy.addFile({ name: file.name, type: file.type, data: file });
};
element('upload').onclick = () => void uppy.upload();
element('cancel').onclick = () => uppy.cancelAll();
