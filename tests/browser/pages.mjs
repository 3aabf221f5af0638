// Opens pages in a real browser and looks for what people would stumble over.
//
// node pages.mjs FOLDER: every .html file of the folder, at three widths, in both schemes, on paper, by keyboard, with the
// accessibility rules of axe. Screenshots and PDFs are left in FOLDER/shots. Exit status 1 on the first kind of fault.
import { chromium } from 'playwright-core';
import { mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';

const folder = resolve(process.argv[2] ?? '.');
const shots = join(folder, 'shots');
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const faults = [];

mkdirSync(shots, { recursive: true });
const pages = readdirSync(folder).filter((name) => name.endsWith('.html'));
if (pages.length === 0) {
  console.error(`no page in ${folder}`);
  process.exit(1);
}
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const name of pages) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [360, 768, 1440]) {
      await look(name, colorScheme, width);
    }
  }
}
await browser.close();
for (const fault of faults) {
  console.error(fault);
}
console.log(`${pages.length} pages, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);

async function look(name, colorScheme, width) {
  const where = `${name} (${colorScheme}, ${width} px)`;
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  page.on('console', (message) => faults.push(`${where}: console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`${where}: ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`${where}: a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) faults.push(`${where}: asks for ${request.url()}`);
  });
  const begun = Date.now();
  await page.goto(`file://${join(folder, name)}`);
  const took = Date.now() - begun;
  if (statSync(join(folder, name)).size > 5_000_000) faults.push(`${where}: larger than 5 MB`);
  // whatever a server calls its objects, it is text
  const alive = await page.evaluate(() => {
    const all = [...document.querySelectorAll('*')];
    const runs = (node) => node.matches('script, iframe, object, embed, img[src^="http"], a[href^="javascript"]')
      || node.getAttributeNames().some((attribute) => attribute.startsWith('on'));
    return all.filter(runs).map((node) => node.outerHTML.slice(0, 100));
  });
  if (alive.length > 0) faults.push(`${where}: not only text: ${alive.slice(0, 3).join(' ~ ')}`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (overflow > 1) faults.push(`${where}: ${overflow} px wider than the screen`);
  const shot = join(shots, `${basename(name, '.html')}-${colorScheme}-${width}`);
  await page.screenshot({ path: `${shot}.png` });
  if (colorScheme === 'light' && width === 1440) {
    await onPaper(page, shot, where);
    await byKeyboard(page, where);
    console.log(`${name}: opened in ${took} ms`);
  }
  // what is folded is read too
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  await withAxe(page, where);
  await context.close();
}

/** The policy of a page lets no script run: axe is evaluated beside it, not put in. */
async function withAxe(page, where) {
  await page.evaluate(readFileSync(axe, 'utf8'));
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  for (const { id, help, nodes } of violations) {
    faults.push(`${where}: axe ${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(' ~ ')}`);
  }
}

/** On paper everything is open, and nothing is cut. */
async function onPaper(page, shot, where) {
  await page.emulateMedia({ media: 'print' });
  const hidden = await page.evaluate(() =>
    [...document.querySelectorAll('details > :not(summary)')].filter((inner) => inner.getClientRects().length === 0).length);
  if (hidden > 0) faults.push(`${where}: ${hidden} folded parts are not printed`);
  await page.pdf({ path: `${shot}.pdf`, format: 'A4' });
  await page.emulateMedia({ media: 'screen' });
}

/** Tab reaches the skip link first, then everything that opens or scrolls; each is seen to have the focus. */
async function byKeyboard(page, where) {
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => document.activeElement?.className);
  if (first !== 'skip') faults.push(`${where}: the first Tab reaches ${first}, not the skip link`);
  for (let step = 0; step < 15; step += 1) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const active = document.activeElement;
      if (!active || active === document.body) return null;
      return { name: active.tagName, outline: getComputedStyle(active).outlineStyle };
    });
    if (seen === null) break;
    if (seen.outline === 'none') faults.push(`${where}: the focus on ${seen.name} is not seen`);
  }
}
