// The form of the page "try it": what is pasted or chosen goes to Python in a worker, and the answer into a table.

const chinese = document.documentElement.lang.startsWith("zh");
const words = chinese ? {
  loading: "正在取 Python（只在第一次）", starting: "正在启动 Python", reading: "正在读表", working: "正在识别",
  noParts: "这一份网站生成时没有取到浏览器里的 Python，所以本页不能用。命令行和 Python 里的用法不受影响。",
  file: "请用网址打开本页，而不是作为文件打开：在网站目录里运行 python -m http.server。",
  nothing: "请先粘贴几行地名，或选一个文件。", which: "看不出哪一列是地名。请在下面选好列，再按“识别”。",
  tooBig: "文件超过 50 MB，浏览器里装不下。请用命令行：coedu-zones annotate。", stopped: "已停止。",
  done: (n, s) => `识别了 ${n} 行，用时 ${s} 秒。`, more: (n) => `下面是前 ${n} 行；全部都在文件里。`, column: "地名",
  none: "（无）", sample: ["江西省新余市渝水区仙来大道1号", "朝阳区", "黔东南州岑巩县", "江西省新余市鱼水区", "湖南省祁阳县", "广东省南昌市", "Yushui District, Xinyu", "苹果手机"],
  status: { resolved: "已识别", ambiguous: "有歧义", conflict: "自相矛盾", unresolved: "未识别", error: "无法读取", blank: "空白" },
  figures: { rows: "行", resolved: "已识别", ambiguous: "有歧义", conflicting: "自相矛盾", unresolved: "未识别", errors: "无法读取", blank: "空白", in_zones: "在实验区内" },
} : {
  loading: "Fetching Python (the first time only)", starting: "Starting Python", reading: "Reading the table", working: "Resolving",
  noParts: "This copy of the site was built without Python for the browser, so this page cannot answer. The command line and the library work as ever.",
  file: "Open this page by an address and not as a file: run python -m http.server in the site's folder.",
  nothing: "Paste a few places first, or choose a file.", which: "No column can be told to hold the place. Choose the columns below, then press Resolve.",
  tooBig: "The file is larger than 50 MB, which a browser cannot hold. Use the command line: coedu-zones annotate.", stopped: "Stopped.",
  done: (n, s) => `${n} rows in ${s} seconds.`, more: (n) => `These are the first ${n} rows; the file holds all.`, column: "place",
  none: "(none)", sample: ["江西省新余市渝水区仙来大道1号", "朝阳区", "黔东南州岑巩县", "江西省新余市鱼水区", "湖南省祁阳县", "广东省南昌市", "Yushui District, Xinyu", "苹果手机"],
  status: { resolved: "resolved", ambiguous: "ambiguous", conflict: "conflict", unresolved: "unresolved", error: "unreadable", blank: "blank" },
  figures: { rows: "rows", resolved: "resolved", ambiguous: "ambiguous", conflicting: "conflicting", unresolved: "unresolved", errors: "unreadable", blank: "blank", in_zones: "in a zone" },
};
const most = 50 * 2 ** 20;
const roles = ["province", "prefecture", "county", "column"];
const form = document.getElementById("try");
const part = (name) => form.querySelector(`[data-part="${name}"]`);
const links = [];
let worker, answered, chosen; // the worker, who waits for it, and the file that was chosen

function node(tag, text, cls) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (cls) made.className = cls;
  return made;
}

function say(text, share) {
  part("said").textContent = text;
  const bar = part("bar");
  bar.hidden = share === undefined;
  if (share === null) bar.removeAttribute("value");
  else if (share !== undefined) bar.value = share;
}

function heard({ data }) {
  if (!answered) return; // Python is being fetched while the visitor still writes
  if (data.kind === "loading") say(words.loading, data.share);
  else if (data.kind === "starting") say(words.starting, null);
  else if (data.kind === "progress") say(`${words.working} ${data.done} / ${data.rows}`, data.done / data.rows);
  else if (data.kind === "done") settle().resolve(data);
  else settle().reject(new Error(data.message === "no-parts" ? words.noParts : data.message));
}

function settle() {
  const waiting = answered;
  answered = undefined;
  return waiting;
}

function start() {
  if (worker || location.protocol === "file:") return;
  // a worker made from a blob keeps the policy of the page, by which the browser refuses every other host
  const script = new Blob([`import ${JSON.stringify(new URL("worker.js", import.meta.url).href)}`], { type: "text/javascript" });
  worker = new Worker(URL.createObjectURL(script), { type: "module" });
  worker.onmessage = heard;
  worker.onerror = (event) => settle()?.reject(new Error(event.message || words.noParts));
}

function ask(job, rest) {
  return new Promise((resolve, reject) => {
    answered = { resolve, reject };
    start();
    worker.postMessage({ job, lang: chinese ? "zh" : "en", ...rest });
  });
}

const header = () => ({ yes: true, no: false })[part("header").value] ?? null;

// one pasted column gets a name above it; several, as a spreadsheet gives them, are read like a file
function pasted() {
  const text = part("text").value.replace(/\s+$/, "");
  if (!text) return null;
  const single = !text.includes("\t");
  const named = single && header() !== true;
  const bytes = new TextEncoder().encode(named ? `${words.column}\n${text}\n` : `${text}\n`);
  return { name: "pasted.tsv", target: "pasted.places.csv", bytes, reading: { header: named || header(), quotes: !single }, single, encoding: "utf-8-sig" };
}

async function opened(file) {
  const safe = file.name.replace(/[/\\]/g, "_");
  const dot = safe.lastIndexOf(".");
  const [stem, end] = dot > 0 ? [safe.slice(0, dot), safe.slice(dot)] : [safe, ""];
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { name: safe, target: `${stem}.places${end === ".xlsm" ? ".xlsx" : end}`, bytes, reading: { header: header(), quotes: true, sheet: part("sheet").value.trim() || null } };
}

function offerColumns(found) {
  part("columns").hidden = false;
  for (const role of roles) {
    const select = part(role);
    select.replaceChildren(new Option(words.none, ""), ...found.columns.map((name, n) => new Option(name || `${n + 1}`, n + 1)));
    select.value = found.roles[role] ?? "";
  }
}

async function run() {
  if (location.protocol === "file:") return say(words.file);
  if (chosen && chosen.size > most) return say(words.tooBig);
  busy(true); // before anything is awaited: whoever looks sees a page at work
  try {
    const table = chosen ? await opened(chosen) : pasted();
    if (!table) return say(words.nothing);
    say(worker ? words.reading : words.loading, null);
    const { found } = await ask("look", { name: table.name, bytes: table.bytes, reading: table.reading });
    const same = form.dataset.columns === JSON.stringify(found.columns);
    if (!same) offerColumns(found);
    form.dataset.columns = JSON.stringify(found.columns);
    const picked = table.single ? { column: 1 } : Object.fromEntries(roles.map((role) => [role, Number(part(role).value)]));
    part("columns").hidden = Boolean(table.single);
    if (!Object.values(picked).some(Boolean)) {
      part("options").open = true;
      return say(words.which);
    }
    say(words.working, null);
    const choices = { roles: picked, reading: { ...table.reading, header: found.header }, within: part("within").value.trim(), level: part("level").value, encoding: table.encoding };
    show(await ask("annotate", { name: table.name, target: table.target, choices }), table);
  } catch (error) {
    say(error.message);
  } finally {
    busy(false);
  }
}

function busy(now) {
  part("run").disabled = now;
  part("stop").hidden = !now;
  if (now) part("results").hidden = true;
  form.setAttribute("aria-busy", now);
}

function stop() {
  worker?.terminate();
  worker = undefined;
  settle()?.reject(new Error(words.stopped));
}

function link(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  links.push(url);
  const made = part(name);
  made.href = url;
  return made;
}

function show({ found, table, report }, { name, target }) {
  links.splice(0).forEach(URL.revokeObjectURL);
  const stem = name.replace(/\.[^.]*$/, "");
  link("table", table, "application/octet-stream").download = target;
  link("report", report, "text/html").download = `${stem}.report.html`;
  part("page").srcdoc = report;
  const figures = Object.entries(found.figures).filter(([key, n]) => n || ["rows", "resolved"].includes(key));
  part("figures").replaceChildren(...figures.map(([key, n]) => {
    const made = node("div", undefined, key);
    made.append(node("b", n.toLocaleString()), node("span", words.figures[key]));
    return made;
  }));
  part("rows").replaceChildren(...found.rows.map(line));
  part("note").textContent = [found.figures.rows > found.rows.length ? words.more(found.rows.length) : "", ...found.notes].join(" ");
  part("results").hidden = false;
  say(words.done(found.figures.rows.toLocaleString(), found.seconds.toFixed(1)));
}

function line(row) {
  const made = node("tr", undefined, row.status);
  const status = node("td");
  status.append(node("span", words.status[row.status] ?? row.status, "status"));
  const place = node("td", row.path ?? "");
  if (!row.path && row.candidates.length) {
    const list = node("ul");
    list.append(...row.candidates.map((path) => node("li", path)));
    place.append(list);
  }
  made.append(node("td", row.text), status, place, node("td", row.code ?? ""), node("td", row.zones.join(chinese ? "、" : ", ")));
  return made;
}

function choose(file) {
  chosen = file;
  delete form.dataset.columns;
  part("chosen").textContent = file?.name ?? "";
  part("clear").hidden = !file;
  if (file) run();
}

form.addEventListener("focusin", start);
part("run").addEventListener("click", run);
part("stop").addEventListener("click", stop);
part("clear").addEventListener("click", () => { part("file").value = ""; choose(null); });
part("file").addEventListener("change", ({ target }) => target.files[0] && choose(target.files[0]));
part("text").addEventListener("input", () => { if (chosen) part("clear").click(); delete form.dataset.columns; });
part("sample").addEventListener("click", () => {
  part("text").value = words.sample.join("\n");
  part("text").dispatchEvent(new Event("input"));
  run();
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  form.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.toggle("over", kind === "dragover");
    const file = kind === "drop" && event.dataTransfer.files[0];
    if (file) choose(file);
  });
}
