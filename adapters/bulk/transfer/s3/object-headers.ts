import { userMetadata } from '../../../../core/bulk/model/metadata-headers.ts';
import type { TransferJob } from '../../../../core/bulk/model/transfer.ts';
import { InvalidInput } from '../../../../core/errors.ts';

/** Printable ASCII. Other characters could end the header or be signed differently. */
const sendable = /^[\x20-\x7e]*$/;
const metadataName = /^[a-z0-9-]+$/;

/**
 * The headers an object is created with: type, disposition, storage class, properties of the source
 * or the plan, and our metadata. Throws `InvalidInput` for a value that no header can hold.
 */
export function objectHeaders(job: TransferJob): [string, string][] {
  const headers: [string, string][] = Object.entries(described(job));
  for (const [name, value] of headers) {
    if (!sendable.test(value) || value.trim() !== value)
      throw new InvalidInput([{ field: name, message: 'A header takes printable ASCII only.' }]);
  }
  return headers;
}

function described({
  contentType,
  disposition,
  storageClass,
  metadata,
  properties,
}: TransferJob): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': contentType };
  if (disposition !== undefined) headers['content-disposition'] = disposition;
  if (storageClass !== undefined) headers['x-amz-storage-class'] = storageClass;
  Object.assign(headers, properties);
  for (const [name, value] of Object.entries(metadata)) {
    if (!metadataName.test(name))
      throw new InvalidInput([
        { field: 'metadata', message: 'A name is letters, digits and hyphens.' },
      ]);
    headers[`${userMetadata}${name}`] = value;
  }
  return headers;
}
