/** Builds the clients (ES modules, and the adapter as one script for a page) and the React example. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const common = { bundle: true, minify: true, target: "es2020", logLevel: "warning", legalComments: "none" };

const built = [
  { entryPoints: [here("typescript/src/index.ts")], outfile: here("typescript/dist/index.js"), format: "esm", external: ["openapi-fetch"] },
  { entryPoints: [here("instantsearch/src/index.ts")], outfile: here("instantsearch/dist/index.js"), format: "esm" },
  {
    entryPoints: [here("instantsearch/src/index.ts")],
    outfile: here("instantsearch/dist/microfiche-instantsearch.js"),
    format: "iife",
    globalName: "microficheInstantSearch",
  },
  {
    entryPoints: [here("../examples/react/app.jsx")],
    outfile: here("../examples/react/built/app.js"),
    format: "esm",
    jsx: "automatic",
    nodePaths: [here("node_modules")],
    define: { "process.env.NODE_ENV": '"production"' },
  },
];
// The adapter's types read the client's.
for (const client of ["typescript", "instantsearch"]) {
  execFileSync(process.execPath, [here("node_modules/typescript/bin/tsc"), "--project", here(client)], { stdio: "inherit" });
}
for (const options of built) {
  await build({ ...common, ...options });
  const file = readFileSync(options.outfile);
  console.log(`${options.outfile.slice(here("..").length)}: ${file.length} bytes, ${gzipSync(file).length} gzipped`);
}
