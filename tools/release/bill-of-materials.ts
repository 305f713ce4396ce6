import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';
import { projectFolder } from '../local/project-folder.ts';

const run = promisify(execFile);

const componentSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  purl: z.string().startsWith('pkg:npm/'),
});

const billSchema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  metadata: z.looseObject({ component: componentSchema }),
  components: z.array(componentSchema).min(1),
});

/** A CycloneDX bill of materials, as far as it is checked. */
export type BillOfMaterials = z.infer<typeof billSchema>;

/**
 * Every package of package-lock.json as CycloneDX 1.5, with versions, licenses and SHA-512. Those
 * of `devDependencies` have the property `cdx:npm:package:development`; the console's bundle is
 * made of some of them. Throws when npm's answer is not CycloneDX.
 */
export const billOfMaterials = async (): Promise<BillOfMaterials> => {
  const { stdout } = await run(
    'npm',
    ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'],
    { cwd: projectFolder, maxBuffer: 2 ** 26 },
  );
  const bill = billSchema.parse(JSON.parse(stdout));
  const { component } = bill.metadata;
  // npm names the project after its folder; its purl has the name of package.json.
  const name = component.purl.replace(/^pkg:npm\/(.*)@.*$/, '$1');
  return { ...bill, metadata: { ...bill.metadata, component: { ...component, name } } };
};
