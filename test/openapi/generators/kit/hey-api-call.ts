import { client } from './hey-api/client.gen.js';
import { createUpload } from './hey-api/sdk.gen.js';
import { stage } from './stage.ts';

client.setConfig({ baseUrl: stage.address, auth: stage.token });
const { data, error } = await createUpload({
  body: {
    filename: 'holiday.jpg',
    category: 'photo',
    contentType: 'image/jpeg',
    sizeBytes: 2_481_152,
  },
});
if (data === undefined) throw new Error(`refused: ${JSON.stringify(error)}`);
const sent = 'url' in data ? data.url : `${data.multipart.partCount} parts`;
console.log(JSON.stringify({ uploadId: data.uploadId, sent }));
