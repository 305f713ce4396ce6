import { expectEqual, expectFound, expectThat } from '../check.ts';
import { askApi } from '../stage/ask-api.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { oncePerStage } from '../stage/once-per-stage.ts';
import { keptOf, paidOrderOf } from './paid-order.ts';

/** Throws `CheckFailed` unless a download was answered with a URL of CloudFront's. */
export const expectCloudFront = (
  stage: string,
  status: number,
  source: string | undefined,
): void => {
  expectEqual('the answer to the download', status, 200);
  const rotate = `npm run rotate-delivery-key -- --stage ${stage}`;
  const keys = `Make its keys (${rotate}), commit them and deploy`;
  expectThat(
    source === 'cloudfront',
    `the URL is of ${source} instead of cloudfront: the stage has no distribution. ${keys}`,
  );
};

/** A kept file's signed URL as its owner is answered it, and where it is kept. */
export const servedOf = oncePerStage(async (stage: DeployedStage) => {
  const { kept, api } = await paidOrderOf(stage);
  const file = expectFound('a file of the order', kept.files[0]);
  const path = `/orders/${kept.orderId}/files/${file.role}?format=json`;
  const { status, body } = await askApi<{ url: string; source?: string }>(stage, {
    token: api.token,
    method: 'GET',
    path,
  });
  return { status, ...body, key: keptOf(file).key };
});

/** The same, which CloudFront must serve. */
export const deliveredOf = async (stage: DeployedStage): Promise<{ url: string; key: string }> => {
  const { status, source, url, key } = await servedOf(stage);
  expectCloudFront(stage.config.stage, status, source);
  return { url, key };
};
