const ownersCheck = "Check the id, and that the token is its owner's.";
const checks: Readonly<Record<string, string>> = {
  batch: 'Check the id, and where batches are kept.',
  delivery: 'Check the id. Records of deliveries are kept for 30 days.',
  variant: 'The picture is not made yet, or never will be.',
  session: 'The session is unknown, expired or claimed by somebody else.',
};

/** What to check when there is no record of this kind with an id. */
export const missingAdvice = (what: string): string => checks[what] ?? ownersCheck;
