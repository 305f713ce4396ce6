import { expectEqual, expectFound, expectThat } from '../check.ts';
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

/** A kept file's signed URL, and where it is kept. */
export const deliveredOf = oncePerStage(
  async (stage: DeployedStage): Promise<{ url: string; key: string }> => {
    const { kept, api } = await paidOrderOf(stage);
    const file = expectFound('a file of the order', kept.files[0]);
    const path = `/orders/${kept.orderId}/files/${file.role}?format=json`;
    const response = await fetch(`${stage.apiUrl}${path}`, {
      headers: { authorization: `Bearer ${api.token}` },
    });
    const { url, source } = (await response.json()) as { url: string; source?: string };
    expectCloudFront(stage.config.stage, response.status, source);
    return { url, key: keptOf(file).key };
  },
);
