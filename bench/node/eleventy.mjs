// @11ty/eleventy-img as it comes, but for widths, names and two formats: `node eleventy.mjs <photographs> <out>`.
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import Image from "@11ty/eleventy-img";

const [photographs, out] = process.argv.slice(2);
const options = {
  widths: [1920, 960, 480],
  formats: ["webp", "jpeg"],
  outputDir: out,
  filenameFormat: (id, source, width, format) => `${basename(source, ".jpg")}-${width}.${format}`,
};
const paths = readdirSync(photographs).filter((name) => name.endsWith(".jpg"));
await Promise.all(paths.map((name) => Image(join(photographs, name), options)));
