/** False for an ETag that says nothing, which some servers give to every file. */
export const isEvidence = (etag: string | undefined): etag is string =>
  etag !== undefined && bare(etag) !== '';

/** An ETag without quotes, and without the mark of a weak one. */
const bare = (etag: string): string => etag.replace(/^(?:W\/)?"|"$/g, '');

/** True if both ETags name the same version. */
export const isSameEtag = (a: string | undefined, b: string | undefined): boolean =>
  isEvidence(a) && isEvidence(b) && bare(a) === bare(b);
