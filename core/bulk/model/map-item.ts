import * as z from 'zod';
import { InvalidInput } from '../../errors.ts';
import { userOwner } from '../../sessions/model/owners.ts';
import type { MapItem } from './transfer.ts';

const digits = z.union([
  z.int().nonnegative(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);
const text = z.string().min(1);

/** An entry of ListObjectsV2, as a Distributed Map passes it on. */
const listed = z.object({ Key: text, Size: digits, Etag: text.optional(), ETag: text.optional() });

/** A line of an S3 Inventory report: everything is text, and keys are URL-encoded. */
const inventoried = z.object({ Key: text, Size: digits, ETag: text.optional(), Bucket: text });

/** A line of a manifest of ours: `key,size[,etag][,owner][,partner]`. */
const noted = z.object({
  key: text,
  size: digits,
  etag: z.string().optional(),
  owner: z.string().max(128).optional(),
  partner: z.string().max(128).optional(),
});

/** Lists spell ETags with or without quotes; S3 compares them with quotes. */
const quoted = (etag: string | undefined): { etag?: string } => {
  if (!etag) return {};
  return { etag: etag.startsWith('"') ? etag : `"${etag}"` };
};

/** One object, however the list spelled it. */
const mapItemSchema = z.union([
  noted.transform(
    ({ key, size, etag, owner, partner }): MapItem => ({
      key,
      sizeBytes: size,
      ...quoted(etag),
      ...(owner && { ownerId: userOwner(owner) }),
      ...(partner && { partnerId: partner }),
    }),
  ),
  inventoried.transform(
    ({ Key, Size, ETag }): MapItem => ({
      key: decodeURIComponent(Key.replaceAll('+', ' ')),
      sizeBytes: Size,
      ...quoted(ETag),
    }),
  ),
  listed.transform(
    ({ Key, Size, Etag, ETag }): MapItem => ({
      key: Key,
      sizeBytes: Size,
      ...quoted(ETag ?? Etag),
    }),
  ),
]);

/**
 * The objects these rows name, as they are now. Throws `InvalidInput` for no rows: a Map starts no
 * child without items, and a child that did nothing must not look like one that succeeded.
 */
export const mapItems = (rows: readonly unknown[]): MapItem[] => {
  if (rows.length === 0) throw InvalidInput.of('Items', 'must be the items of a Map, at least 1');
  return rows.filter(isCurrent).map((row) => mapItemSchema.parse(row));
};

/**
 * An S3 Inventory of all versions has a row for each, and for delete markers, which have no size;
 * other lists have no such columns.
 */
const isCurrent = (row: unknown): boolean => {
  const { IsLatest, IsDeleteMarker } = (row ?? {}) as Record<string, unknown>;
  return (
    String(IsLatest).toLowerCase() !== 'false' && String(IsDeleteMarker).toLowerCase() !== 'true'
  );
};
