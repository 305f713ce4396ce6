import { ids } from './ids.ts';

const sha256 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const createdAt = '2030-01-01T12:00:00.000Z';
const updatedAt = '2030-01-01T12:00:05.000Z';
const expiresAt = '2030-01-03T12:00:00.000Z';
const soon = '2030-01-01T12:15:00.000Z';
const temporary = 'https://uploads.s3.eu-central-1.amazonaws.com/temp';
const signature = 'X-Amz-Signature=EXAMPLE';

const photoKey = `temp/${ids.session}/${ids.photo}`;
const filmKey = `temp/${ids.session}/${ids.film}`;
const plan = { partSizeBytes: 67_108_864, partCount: 3 };

const session = {
  sessionId: ids.session,
  token: 'kst_EXAMPLE',
  expiresAt: '2030-01-31T12:00:00.000Z',
};

const photo = {
  uploadId: ids.photo,
  ownerId: ids.session,
  category: 'photo',
  fileName: 'holiday.jpg',
  contentType: 'image/jpeg',
  sizeBytes: 2_481_152,
  sha256,
  key: photoKey,
  versionId: ids.version,
  source: 's3',
  status: 'uploaded',
  uploadedAt: updatedAt,
  expiresAt,
  createdAt,
  updatedAt,
};

const filmBeingChecked = {
  uploadId: ids.film,
  ownerId: ids.session,
  category: 'video',
  fileName: 'holiday.mp4',
  contentType: 'video/mp4',
  sizeBytes: 188_743_680,
  key: filmKey,
  source: 's3',
  status: 'checking',
  multipart: plan,
  expiresAt,
  createdAt,
  updatedAt,
};

const storedText = {
  ...photo,
  category: 'transcript',
  fileName: 'interview.txt',
  contentType: 'text/plain',
  sizeBytes: 13,
};

const job = {
  jobId: ids.job,
  ownerId: ids.owner,
  title: 'Transcode holiday.mp4',
  tags: ['hd'],
  inputs: { video: ids.film },
  onFinish: { inputs: 'delete', outputs: 'keep' },
  status: 'running',
  createdAt,
  updatedAt: createdAt,
};

const ended = { ...job, updatedAt, finishedAt: updatedAt };

/** Answers about sessions, uploads and jobs, by the name the document has for each. */
export const uploadAnswers = {
  session,
  claimedSession: { uploads: 2, orders: 1, session },
  uploadInOnePut: {
    uploadId: ids.photo,
    key: photoKey,
    method: 'PUT',
    url: `${temporary}/${ids.session}/${ids.photo}?${signature}`,
    headers: {
      'content-type': 'image/jpeg',
      'x-amz-checksum-sha256': sha256,
      'if-none-match': '*',
    },
    expiresAt: soon,
  },
  uploadInParts: { uploadId: ids.film, key: filmKey, multipart: plan, expiresAt },
  uploadPage: { uploads: [photo] },
  uploadedPhoto: photo,
  overruledPhoto: {
    ...photo,
    scan: { result: 'overruled', at: updatedAt, reason: 'Trojan.X', scanner: 'GuardDuty' },
  },
  filmBeingChecked,
  storedText,
  storedFilm: { ...filmBeingChecked, sha256, status: 'uploaded', upload_id: ids.film },
  storedTranscript: { ...storedText, upload_id: ids.photo },
  signedParts: {
    parts: [
      {
        partNumber: 1,
        sizeBytes: plan.partSizeBytes,
        method: 'PUT',
        url: `${temporary}/${ids.session}/${ids.film}?partNumber=1&${signature}`,
        headers: { 'x-amz-checksum-crc64nvme': 'rosUhgp5mIg=' },
      },
    ],
    expiresAt: soon,
  },
  partList: {
    ...plan,
    parts: [{ partNumber: 1, sizeBytes: plan.partSizeBytes, crc64nvme: 'rosUhgp5mIg=' }],
  },
  fileUrl: {
    url: 'https://files.example.com/photos/EXAMPLE?Signature=EXAMPLE',
    source: 'cloudfront',
    expiresAt: soon,
  },
  runningJob: job,
  jobPage: { jobs: [job] },
  finishedJob: {
    ...ended,
    status: 'finished',
    outputs: { film: ids.film },
    cleanUp: { [ids.film]: 'kept' },
  },
  failedJob: { ...ended, status: 'failed', reason: 'The film has no picture.' },
};
