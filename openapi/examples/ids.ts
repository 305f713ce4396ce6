/** Ids of the examples: one thing has one id in every request and answer. */
export const ids = {
  owner: 'usr_42',
  session: 'ses_5d6e7f8091a2b3c4d5e6f708192a3b4c',
  photo: 'upl_0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f',
  film: 'upl_1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60',
  order: 'ord_0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f',
  job: 'job_0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f',
  batch: 'bat_20300101-090000-1a2b3c',
  record: 'rec_0c1d2e3f4a5b6c7d',
  link: `lnk_${'0123456789abcdef'.repeat(4)}`,
  linkToken: 'EXAMPLE0123456789abcde',
  payment: 'pi_EXAMPLE',
  queue: 'payment-intake-payments',
  message: '0f3a1c52-7a9e-4d43-9b61-0c2f6a7d1e58',
  delivery: 'shop.6f1d0a52-2c3b-4e5f-8a90-b1c2d3e4f506',
  version: '3HL4kqtJlcpXroDTDmJ.rEXAMPLE',
} as const;
