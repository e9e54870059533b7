// Python in a worker: it is loaded at once, then answers "look" and "annotate". Nothing is sent anywhere: the only
// requests are for the files beside this one, and the page's policy lets the browser refuse all others.

const parts = new URL("python/", import.meta.url);
const home = "/home/pyodide";

let python; // what jobs work with

// every file is counted as it comes, whoever asks for it
async function counted(ask, seen, ...what) {
  const response = await ask(...what);
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  const count = new TransformStream({ transform(piece, out) { seen(piece.length); out.enqueue(piece); } });
  return new Response(response.body.pipeThrough(count), response);
}

async function load() {
  const list = await (await fetch(new URL("parts.json", parts))).json();
  if (!list.ready) throw new Error("no-parts");
  let bytes = 0;
  const seen = (more) => postMessage({ kind: "loading", share: Math.min(1, (bytes += more) / list.bytes) });
  self.fetch = counted.bind(null, self.fetch.bind(self), seen);
  const fetched = list.archives.map(async (name) => (await fetch(new URL(name, parts))).arrayBuffer());
  const { loadPyodide } = await import(new URL("pyodide.mjs", parts));
  const started = await loadPyodide({ indexURL: parts.href });
  const folder = started.runPython("import site; site.getsitepackages()[0]");
  for (const archive of fetched) started.unpackArchive(await archive, "zip", { extractDir: folder });
  const script = await (await fetch(new URL("run.py", import.meta.url))).text();
  started.FS.writeFile(`${folder}/coedu_page.py`, script);
  postMessage({ kind: "starting" });
  const run = started.pyimport("coedu_page");
  run.look(sample(started.FS)); // the library reads its tables at the first text
  return { fs: started.FS, run };
}

function sample(fs) {
  fs.writeFile(`${home}/first.tsv`, "place\n北京市朝阳区\n");
  return `${home}/first.tsv`;
}

const ready = load();
ready.catch(() => {}); // told to the first job

const jobs = {
  look({ name, bytes, header, quotes }) {
    python.fs.writeFile(`${home}/${name}`, bytes);
    return { found: JSON.parse(python.run.look(`${home}/${name}`, header ?? undefined, quotes)) };
  },
  annotate({ name, target, choices }) {
    const [table, report] = [`${home}/${target}`, `${home}/report.html`];
    const progress = (done, rows) => postMessage({ kind: "progress", done, rows });
    const said = python.run.annotate(`${home}/${name}`, table, report, JSON.stringify(choices), progress);
    return {
      found: JSON.parse(said),
      table: python.fs.readFile(table),
      report: python.fs.readFile(report, { encoding: "utf8" }),
    };
  },
};

onmessage = async ({ data }) => {
  try {
    python = await ready;
    postMessage({ kind: "done", ...jobs[data.job](data) });
  } catch (error) {
    // the last line of a Python error is what the library says; the lines above are for its developers
    const message = String(error.message).trim().split("\n").pop().replace(/^[\w.]*(Error|Exception): /, "");
    postMessage({ kind: "failed", message: message.replaceAll(`${home}/`, "") });
  }
};
