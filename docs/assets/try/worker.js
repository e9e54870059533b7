// Python in a worker: it is loaded at once, then answers "look" and "annotate". Nothing is sent anywhere: the only
// requests are for the files beside this one, and the page's policy lets the browser refuse all others.

const parts = new URL("python/", import.meta.url);

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
  for (const archive of await Promise.all(fetched)) started.unpackArchive(archive, "zip", { extractDir: folder });
  const script = await (await fetch(new URL("run.py", import.meta.url))).text();
  started.FS.writeFile(`${folder}/coedu_page.py`, script);
  postMessage({ kind: "starting" });
  const run = started.pyimport("coedu_page");
  started.FS.writeFile("first.tsv", "place\n北京市朝阳区\n");
  run.look("first.tsv"); // the library reads its tables at the first text
  return { fs: started.FS, run };
}

const ready = load();
ready.catch(() => {}); // told to the first job

// files lie in the memory of the page, in the working folder of its Python
const jobs = {
  look({ name, bytes, reading }) {
    python.fs.writeFile(name, bytes);
    return { found: JSON.parse(python.run.look(name, JSON.stringify(reading))) };
  },
  annotate({ name, target, choices }) {
    const progress = (done, rows) => postMessage({ kind: "progress", done, rows });
    const found = JSON.parse(python.run.annotate(name, target, "report.html", JSON.stringify(choices), progress));
    const answer = { found, table: python.fs.readFile(target), report: python.fs.readFile("report.html", { encoding: "utf8" }) };
    for (const file of [name, target, "report.html"]) python.fs.unlink(file);
    return answer;
  },
};

onmessage = async ({ data }) => {
  try {
    python = await ready;
    python.run.speak(data.lang);
    postMessage({ kind: "done", ...jobs[data.job](data) });
  } catch (error) {
    // the last line of a Python error is what the library says; the lines above are for its developers
    const message = String(error.message).trim().split("\n").pop().replace(/^[\w.]*(Error|Exception): /, "");
    postMessage({ kind: "failed", message });
  }
};
