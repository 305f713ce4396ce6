import { createUpload } from './orval/client.js';
import { stage } from './stage.ts';

const { status, data } = await createUpload(
  { filename: 'holiday.jpg', category: 'photo', contentType: 'image/jpeg', sizeBytes: 2_481_152 },
  { headers: { Authorization: `Bearer ${stage.token}` } },
);
if (status !== 201) throw new Error(`answered ${status}: ${JSON.stringify(data)}`);
const sent = 'url' in data ? data.url : `${data.multipart.partCount} parts`;
console.log(JSON.stringify({ uploadId: data.uploadId, sent }));
