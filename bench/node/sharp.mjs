// sharp: `node sharp.mjs <output|cascade|cascade-ours> <photographs> <out>`, two photographs at a time.
import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import sharp from "sharp";

const [way, photographs, out] = process.argv.slice(2);
const WIDTHS = [1920, 960, 480];
const WEBP = way === "cascade-ours" ? { quality: 82, effort: 2 } : { quality: 80, effort: 4 };
const JPEG = { quality: 82 };

const place = (path, width, ending) => join(out, `${basename(path, ".jpg")}-${width}.${ending}`);

// As the handbook shows it: one pipeline for every file, sharp's own decoding of only as much as is needed.
async function byOutput(path) {
  await Promise.all(
    WIDTHS.flatMap((width) => {
      const sized = () => sharp(path).rotate().resize({ width, withoutEnlargement: true });
      return [sized().webp(WEBP).toFile(place(path, width, "webp")), sized().jpeg(JPEG).toFile(place(path, width, "jpg"))];
    }),
  );
}

// By hand: decoded once, each size from the one before, pixels kept in memory.
async function cascade(path) {
  let step = sharp(path).rotate();
  for (const width of WIDTHS) {
    const { data, info } = await step.resize({ width }).raw().toBuffer({ resolveWithObject: true });
    const raw = { raw: { width: info.width, height: info.height, channels: info.channels } };
    await Promise.all([
      sharp(data, raw).webp(WEBP).toFile(place(path, width, "webp")),
      sharp(data, raw).jpeg(JPEG).toFile(place(path, width, "jpg")),
    ]);
    step = sharp(data, raw);
  }
}

const paths = readdirSync(photographs).filter((name) => name.endsWith(".jpg")).map((name) => join(photographs, name));
paths.sort((a, b) => statSync(b).size - statSync(a).size);
const make = way === "output" ? byOutput : cascade;
const worker = async () => {
  for (let path = paths.shift(); path; path = paths.shift()) await make(path);
};
await Promise.all([worker(), worker()]);
