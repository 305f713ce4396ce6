import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../local/project-folder.ts';
import { settingsFile, settingsPage } from './settings-page.ts';

// npm run settings: writes names, values and defaults of every setting into docs/settings.md.

const file = path.join(projectFolder, settingsFile);
writeFileSync(file, settingsPage(readFileSync(file, 'utf8')));
