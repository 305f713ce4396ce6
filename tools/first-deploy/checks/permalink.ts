import { createHash } from 'node:crypto';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { hashToken } from '../../../core/sessions/model/token-hash.ts';
import { type Check, expectEqual, expectFound } from '../check.ts';
import { paidOrderOf } from '../samples/paid-order.ts';
import { askApi } from '../stage/ask-api.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';

type NewLink = { token: string; url: string; linkId: string };

const sha256 = (bytes: ArrayBuffer): string =>
  createHash('sha256').update(new Uint8Array(bytes)).digest('base64');

const makeLink = async (
  stage: DeployedStage,
  token: string,
  path: string,
  role: string,
): Promise<NewLink> => {
  const asked = { token, method: 'POST', path, body: { role } };
  const { status, body } = await askApi<NewLink>(stage, asked);
  expectEqual('the answer to POST /orders/{id}/links', status, 201);
  const Key = { tokenHash: hashToken(body.token) };
  stage.leftovers.add(`link ${body.linkId}`, () =>
    stage.documents.send(new DeleteCommand({ TableName: stage.linksTable, Key })),
  );
  return body;
};

const follow = (url: string): Promise<Response> => fetch(url, { redirect: 'manual' });

/** The printed link, end to end: from the API through the redirect to the bytes. */
export const permalinkCheck: Check = {
  name: 'a permalink leads to the bytes that were uploaded, and nowhere once it is revoked',
  remedy:
    'print no links: see the logs of permalinks and delivery; without an answer, the DNS record ' +
    'of delivery.linkOrigin or delivery.apiDomain',
  async run(stage) {
    const { kept, uploads, api } = await paidOrderOf(stage);
    const { role } = expectFound('a file of the order', kept.files[0]);
    const links = `/orders/${kept.orderId}/links`;
    const { url, linkId } = await makeLink(stage, api.token, links, role);
    const { status, headers } = await follow(url);
    expectEqual('the answer to the link', status, 303);
    const file = await fetch(
      expectFound('the address it redirects to', headers.get('location') ?? undefined),
    );
    expectEqual(
      'the SHA-256 of its file',
      sha256(await file.arrayBuffer()),
      uploads.get(role)?.sha256,
    );
    const revoke = { token: api.token, method: 'DELETE', path: `${links}/${linkId}` };
    expectEqual('the answer to its revocation', (await askApi(stage, revoke)).status, 204);
    expectEqual('the answer to the revoked link', (await follow(url)).status, 404);
    return new URL(url).origin;
  },
};
