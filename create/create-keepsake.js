#!/usr/bin/env node
// `npm create keepsake@latest my-files` is `npx keepsake init my-files`.
process.argv.splice(2, 0, 'init');
await import('keepsake/cli/keepsake.js');
