import { type DeliveryKey, fingerprintOf } from '../../lib/delivery/delivery-keys.ts';

const newest = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtT7Z6TfyyDB5s3CNy6b3
/oi1228rBRN6bwzDVWeCt6Vht4cIJYT0GnJY3u4kCjMrOILrlTdtH8Xnh/RH7ihW
n0tG6ojKUmyodeTnOc0xFkj96TtjQ1HzehVpOC/ZjfIQi4JsWAliQXRm52bHfCh5
WtJnVwf9LLSCgJ56EvO0hDKzrrVLMDgE94PevSpFSbWS7z87khUaTTYCGkQQQyJf
xBD2nNAQCGfMj6BHUF/RWQA1XWJERpb0AUq3xXBEyw0DAym1m4D1UKrCFhAk7969
Vkbz0ZHSuD6LbRkuS5Mz6AESBKfyfktyahwa9LQv9uta4D+GH3ieelIGc4thPlf9
uwIDAQAB
-----END PUBLIC KEY-----
`;

const older = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA251gKTLijj4pxizqx2VP
1n4BQPScvxZm9RXgBbkRe9iywdst+BH6ETWpMalcrf1+BNkAERYOjxsYo6jftUuw
QdaLg8wPb9ZVjgAK9MAK3mCdgcQlDdqQj5y3fjjRAJH6NB6YItkK0rhLgCpR6t7s
oabSwcO/3kJuAjDm2MTICoYxmlX247wBWayCF8nv3DdqRMgiXcmFnX9utYUOhuJi
Ux2KeL4054Ban8N78ctf6Ia39c48xQQzUgUD7SoNX1mD5qfWlJ9PJ7e93UpTxCLI
Z0RjS1rnj8whTKy1x0tIaSJq2PIM0ZL7P7HMd6bq4NW6inDMhHH9SlDyumpIz05q
qQIDAQAB
-----END PUBLIC KEY-----
`;

const keyOf = (publicKey: string, createdAt: string): DeliveryKey => ({
  fingerprint: fingerprintOf(publicKey),
  publicKey,
  createdAt,
});

/**
 * Two public keys, newest first. Their private halves were thrown away. They never change, so a
 * template made from them can be kept.
 */
export const testKeys = (): DeliveryKey[] => [
  keyOf(newest, '2026-02-01T00:00:00.000Z'),
  keyOf(older, '2026-01-01T00:00:00.000Z'),
];
