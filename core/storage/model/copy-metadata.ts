/** Where every permanent object says whose it was when it was made. */
export const ownerMark = 'keepsake-owner';
