#!/usr/bin/env node
// Draws every approved card of tests/Teams/Approved as a phone and a desktop would show it: both languages, light, dark and high contrast, 320 and 600 px.
//   docs/pictures/cards.mjs [--old] [--lang zh-Hant|en] [--shade light|dark|contrast] [--width 320|600] [CARD…]
// The pictures go to artifacts/cards, which git ignores, and a page beside them shows all. --old draws what clients of schema 1.5 draw in the place of newer elements.
// It needs 'npm ci' in tests/Renderer, Chromium and a font with Chinese characters, as draw does.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const fail = words => { console.error(words); process.exit(1); };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { old: { type: 'boolean' }, lang: { type: 'string' }, shade: { type: 'string' }, width: { type: 'string' } },
});
const library = join(root, 'tests/Renderer/node_modules/adaptivecards/dist/adaptivecards.min.js');
if (!existsSync(library)) fail("Microsoft's renderer is not there: 'npm ci' in tests/Renderer");
const browser = ['chromium', 'chromium-browser', 'google-chrome'].find(name => {
  try { return execFileSync('sh', ['-c', `command -v ${name}`]).length > 0; } catch { return false; }
}) ?? fail('There is no Chromium on this machine');

const languages = values.lang ? [values.lang] : ['zh-Hant', 'en'];
const shades = values.shade ? [values.shade] : ['light', 'dark', 'contrast'];
const widths = (values.width ? [values.width] : ['320', '600']).map(Number);
const approved = join(root, 'tests/Teams/Approved');
const names = readdirSync(approved).filter(file => file.endsWith('.en.json')).map(file => file.slice(0, -'.en.json'.length)).filter(name => positionals.length === 0 || positionals.includes(name));
if (names.length === 0) fail('There is no such card');

const target = join(root, 'artifacts/cards');
const work = mkdtempSync(join(tmpdir(), 'cards-'));
const url = path => pathToFileURL(path).href;
const picture = url(join(root, 'src/Sandbox/Tour/picture.png'));
const scripts = [library, join(here, 'host.js')].map(path => `<script src="${url(path)}"></script>`).join('');
writeFileSync(join(work, 'page.html'), `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="${url(join(here, 'page.css'))}"><body>${scripts}`);

const chromium = spawn(browser, ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--hide-scrollbars',
  '--disable-background-networking', '--allow-file-access-from-files', '--host-resolver-rules=MAP * ~NOTFOUND', `--user-data-dir=${join(work, 'profile')}`,
  '--remote-debugging-pipe'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
const [say, hear] = [chromium.stdio[3], chromium.stdio[4]];
const waiting = new Map();
let [heard, asked] = ['', 0];
hear.setEncoding('utf8');
hear.on('data', part => {
  const lines = (heard + part).split('\0');
  heard = lines.pop();
  for (const message of lines.map(line => JSON.parse(line)))
    if (waiting.has(message.id)) {
      const { done, wrong } = waiting.get(message.id);
      waiting.delete(message.id);
      message.error ? wrong(new Error(message.error.message)) : done(message.result);
    }
});
chromium.on('exit', () => { for (const { wrong } of waiting.values()) wrong(new Error('Chromium has ended')); });
const ask = (method, params = {}, sessionId) => new Promise((done, wrong) => {
  waiting.set(++asked, { done, wrong });
  say.write(`${JSON.stringify({ id: asked, method, params, sessionId })}\0`);
});

try {
  const { targetId } = await ask('Target.createTarget', { url: url(join(work, 'page.html')) });
  const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true });
  const run = async expression => {
    const { result, exceptionDetails } = await ask('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, sessionId);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  // The empty page that a tab begins with is complete as well.
  while (!await run('typeof host === "object" && document.readyState === "complete"').catch(() => false)) await new Promise(done => setTimeout(done, 20));
  if (!values.old) await run('host.learn()');
  let drawn = 0;
  const tall = [];
  for (const language of languages) for (const shade of shades) for (const width of widths) {
    const folder = join(target, values.old ? 'old' : 'new', language, shade, String(width));
    mkdirSync(folder, { recursive: true });
    await ask('Emulation.setDeviceMetricsOverride', { width: width + 40, height: 800, deviceScaleFactor: 1.5, mobile: false }, sessionId);
    for (const name of names) {
      const card = readFileSync(join(approved, `${name}.${language}.json`), 'utf8').replaceAll(/https:\/\/omo\.example\/(received\/a|media\/[0-9a-f]+)/g, picture);
      const box = await run(`host.show(${card}, ${JSON.stringify(shade)}, ${width})`);
      const { data } = await ask('Page.captureScreenshot', { clip: { ...box.clip, scale: 1 }, captureBeyondViewport: true }, sessionId);
      writeFileSync(join(folder, `${name}.png`), Buffer.from(data, 'base64'));
      if (box.wide.length > 0) console.log(`${language} ${shade} ${width} ${name}: stands out at the right: ${box.wide.join(', ')}`);
      if (width === 320) tall.push([box.body, `${name}.${language}`]);
      drawn++;
    }
  }
  const image = (language, shade, width, name) => `<img loading="lazy" src="${values.old ? 'old' : 'new'}/${language}/${shade}/${width}/${name}.png" width="${width + 40}" title="${language} ${shade} ${width}">`;
  const all = name => languages.flatMap(language => shades.flatMap(shade => widths.map(width => image(language, shade, width, name)))).join('');
  writeFileSync(join(target, 'index.html'), `<!doctype html><meta charset="utf-8"><title>Cards</title><body style="font-family:sans-serif;background:#888">${names.map(name => `<h2 id="${name}">${name}</h2>${all(name)}`).join('')}`);
  const tallest = [...new Map(tall.sort((a, b) => a[0] - b[0]).map(([height, name]) => [name, height]))].reverse().slice(0, 8);
  console.log(`${drawn} pictures in ${target}; tallest bodies at 320 px: ${tallest.map(([name, height]) => `${name} ${height}`).join(', ')}`);
} finally {
  chromium.kill();
  await new Promise(done => chromium.exitCode === null && chromium.signalCode === null ? chromium.once('exit', done) : done());
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
