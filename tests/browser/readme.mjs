// Takes the pictures of the README: the first screen of a page, light and dark.
//
// node readme.mjs PAGE FOLDER
import { chromium } from 'playwright-core';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const [page, folder] = process.argv.slice(2).map((name) => resolve(name));
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const colorScheme of ['light', 'dark']) {
  const context = await browser.newContext({ colorScheme, viewport: { width: 960, height: 600 } });
  const tab = await context.newPage();
  await tab.goto(`file://${page}`);
  await tab.screenshot({ path: join(folder, `report-${colorScheme}.png`) });
  await context.close();
}
await browser.close();
