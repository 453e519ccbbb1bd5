// Bundles official.jsx; the conversation that Rasa's widget draws is replaced by ours.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const drawing = {
  name: "drawing",
  setup(build) {
    build.onResolve({ filter: /^\.\.\/Conversation$/ }, () => ({ path: here("conversation.jsx") }));
  },
};
await build({
  entryPoints: [here("official.jsx")],
  outfile: process.argv[2],
  bundle: true,
  plugins: [drawing],
  nodePaths: [here("node_modules")],
  define: { "process.env.NODE_ENV": '"production"' },
});
