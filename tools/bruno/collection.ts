import {
  type BrunoRequest,
  envJsonToBruV2,
  jsonToBruV2,
  jsonToCollectionBru,
} from '@usebruno/lang';
import { firstUpload } from './first-upload.ts';
import { type DescribedOperation, operationRequest } from './operation-request.ts';

/** docs/openapi.json, as far as the collection needs it. */
export type DescribedApi = {
  paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
};

const settings = {
  version: '1',
  name: 'Keepsake',
  type: 'collection',
  ignore: ['node_modules', '.git'],
};

const collection = { auth: { mode: 'bearer', bearer: { token: '{{token}}' } } };

/** A secret's value stays out of the files. */
const stage = {
  variables: [
    { name: 'address', value: 'https://api.example.com', enabled: true, secret: false },
    { name: 'token', value: '', enabled: true, secret: true },
  ],
};

/** The files of a Bruno collection with a request for each operation, by their path in it. */
export const brunoFiles = (api: DescribedApi): ReadonlyMap<string, string> =>
  new Map([
    ['bruno.json', `${JSON.stringify(settings, null, 2)}\n`],
    ['collection.bru', jsonToCollectionBru(collection)],
    ['environments/stage.bru', envJsonToBruV2(stage)],
    ...firstUpload.map((request) => requestFile('first-upload', request)),
    ...operationFiles(api),
  ]);

const requestFile = (folder: string, request: BrunoRequest): [string, string] => [
  `${folder}/${request.meta.name}.bru`,
  jsonToBruV2(request),
];

const operationFiles = ({ paths }: DescribedApi): [string, string][] =>
  Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
    )
    .map(({ operation, ...place }, index) =>
      requestFile(operation.tags[0], operationRequest(place, operation, index + 1)),
    );
