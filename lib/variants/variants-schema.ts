import * as z from 'zod';

const pixels = z.int().min(8, 'must be 8 pixels at least').max(8192, 'must be 8,192 at most');

const sizeSchema = z.strictObject({
  /** Asked for by it: `?variant=thumbnail`. */
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be lower-case letters, digits, dashes'),
  widthPx: pixels,
  heightPx: pixels,
  /** `inside` (the default) keeps the whole picture; `cover` cuts it to the measures. */
  fit: z.enum(['inside', 'cover']).optional(),
});

/** Smaller pictures that the stage makes of its customers' pictures. */
export const variantsSchema = z.strictObject({
  sizes: z
    .array(sizeSchema)
    .min(1)
    .max(8, 'one function makes them all; 8 are in time')
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
      message: 'must have a name of its own each',
    }),
  /** Of every picture that arrives, too, and not for jobs alone. Needs `uploads.announce`. */
  automatic: z.boolean().optional(),
  /** A layer for arm64 with `bin/ffmpeg`: films get posters. */
  ffmpegLayerArn: z
    .string()
    .regex(
      /^arn:aws:lambda:[a-z0-9-]+:\d{12}:layer:[A-Za-z0-9_-]+:\d+$/,
      "must be the ARN of a layer's version",
    )
    .optional(),
});

type Stage = {
  variants?: z.infer<typeof variantsSchema> | undefined;
  uploads: { announce?: boolean | undefined };
  categories: Readonly<Record<string, { contentTypes: readonly string[] }>>;
};

/** Why variants do not fit the rest of the stage, if they do not. */
export const variantsProblem = ({ variants, uploads, categories }: Stage): string | undefined => {
  if (variants === undefined) return undefined;
  if (variants.automatic && !uploads.announce)
    return 'automatic needs uploads.announce: true, the news that it waits for';
  const { contentTypes = [] } = categories.processed ?? {};
  const lacks = ['image/jpeg', 'image/png'].some((type) => !contentTypes.includes(type));
  return lacks ? 'needs the category processed with image/jpeg and image/png' : undefined;
};
