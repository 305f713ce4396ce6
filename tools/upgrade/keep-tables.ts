import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

type Resource = { Type: string; Properties: { TableName?: string } };

/**
 * Names the tables in the templates of an assembly as they are deployed. AWS keeps a table whose
 * name the template leaves to it; the emulator replaces that table at any change, and deletes its
 * items. test/lib/stateful-shape.test.ts proves that no change replaces a table on AWS.
 */
export const keepTables = (assembly: string, deployed: readonly string[]): void => {
  for (const file of globSync('*.template.json', { cwd: assembly })) {
    const name = path.join(assembly, file);
    const template = JSON.parse(readFileSync(name, 'utf8'));
    const resources = Object.entries(template.Resources as Record<string, Resource>);
    for (const [id, { Type, Properties }] of resources) {
      const table = deployed.find((tableName) => tableName.includes(`-${id}-`));
      if (Type === 'AWS::DynamoDB::GlobalTable' && table !== undefined)
        Properties.TableName = table;
    }
    writeFileSync(name, JSON.stringify(template));
  }
};
