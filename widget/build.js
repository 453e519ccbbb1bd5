// Bundles src/ into the one file that the Python package serves, and says how large it became.
import {createHash} from 'node:crypto';
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {build, transform} from 'esbuild';
import {minify} from 'terser';

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(here, 'src');
const target = join(here, '../src/causerie/server/static/widget.js');
const limit = 20480;
// Names that neither the browser, the protocol nor the storage knows: they may become one letter.
const internal = `
  timeline queue store panel composer launcher badge noticed uploads texts customs unknown aloud prefs tab chosen
  changed refused cleared dispatch grown notice readAloud renewToken connect begun rate erase greet queued dropDrafts
  answers turn kind behind reason pump waiting toEnd sync field sheet temporary connected again say direction heading
  inLink config page ready seen busy take cancelled server node chat update override watch restarted prefix typing
  list unread trouble wait wake cursor home methods log answer live draft active empty made
`.match(/\w+/g);

const result = await build({
  entryPoints: [join(sources, 'main.js')],
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  mangleProps: new RegExp(`^(${internal.join('|')})$`),
  write: false,
  plugins: [{name: 'assets', setup: assets}],
});
const small = await minify(result.outputFiles[0].text, {ecma: 2022, toplevel: true, compress: {passes: 3, pure_getters: true, unsafe_arrows: true}});
const script = `/*! Causerie chat widget, Apache-2.0, sources sha256:${digest()} */\n${small.code}
`;
mkdirSync(dirname(target), {recursive: true});
writeFileSync(target, script);
const packed = gzipSync(script, {level: 9}).length;
console.log(`${relative(process.cwd(), target)}: ${Buffer.byteLength(script)} bytes, ${packed} gzipped (limit ${limit})`);
if (packed > limit) process.exit(1);

/** CSS becomes a minified string, a language's JSON the list of its texts in the order of English. */
function assets(builder) {
  builder.onLoad({filter: /\.css$/}, async ({path}) => {
    const {code} = await transform(readFileSync(path, 'utf8'), {loader: 'css', minify: true, target: 'chrome123'});
    const short = new Map();
    const name = (long) => short.get(long) ?? short.set(long, '--' + (10 + short.size).toString(36)).get(long);
    return {contents: code.trim().replace(/--(?!causerie-)[a-z][a-z-]+/g, name), loader: 'text'};
  });
  builder.onLoad({filter: /texts[\\/]\w+\.json$/}, ({path}) => {
    const english = Object.keys(JSON.parse(readFileSync(join(sources, 'texts/en.json'), 'utf8')));
    const texts = JSON.parse(readFileSync(path, 'utf8'));
    const wrong = [...english.filter((key) => !texts[key]), ...Object.keys(texts).filter((key) => !english.includes(key))];
    if (wrong.length) throw new Error(`${path}: missing or unknown: ${wrong.join(', ')}`);
    const keys = path.endsWith('en.json') ? `export const keys = ${JSON.stringify(english.join(' '))};` : '';
    const list = english.map((key) => texts[key]).join('|');
    return {contents: `${keys}export default ${JSON.stringify(list)}`, loader: 'js'};
  });
}

/** SHA-256 over path, NUL, content, NUL of every source, sorted by path. */
function digest() {
  const hash = createHash('sha256');
  const paths = readdirSync(sources, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => relative(sources, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
  for (const path of paths) hash.update(path).update('\0').update(readFileSync(join(sources, path))).update('\0');
  return hash.digest('hex');
}
