"""The tables and sentences of the benchmark page, from its results; no figure is typed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.pictures import CHARTS, pace_chart, verdict_chart
from benchmarks.results import OURS, RESULTS, Results, ours_first, percent, points, read, shares, texts
from benchmarks.words import GROUPS, KINDS, TASKS, VERDICTS
from coedu_zones.charts.drawing import Language


class Page:
    """Everything that the page of one language shows."""

    def __init__(self, language: Language, path: Path = RESULTS) -> None:
        self.language: Language = language
        self.results: Results = read(path)

    @property
    def accuracy(self) -> Results:
        found: Results = self.results["accuracy"]
        return found

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def picture(self, section: str) -> str:
        """One of the three pictures as SVG."""
        return CHARTS[section](self.results[section], self.language).svg

    def first_pictures(self) -> str:
        """The two pictures of the first page as SVG: how right the answers are, how fast the first pass is."""
        drawn = verdict_chart(self.accuracy, self.language), pace_chart(self.results["speed"], self.language)
        return "\n\n".join(chart.svg for chart in drawn)

    def verdict(self) -> str:
        """One sentence on all texts together: what this library gets right and wrong, and what the others do."""
        found = {engine: shares(self.accuracy, texts(self.accuracy), engine) for engine in self.accuracy["engines"]}
        ours = found.pop(OURS)
        right, wrong = percent(ours["right"]), percent(ours["wrong"], 2)
        lows, highs = (
            {v: percent(pick(f[v] for f in found.values())) for v in ("right", "wrong")} for pick in (min, max)
        )
        return self.say(
            f"**答对 {right} %，答错 {wrong} %。** 拿不准的，它说拿不准。同样的文字，另外 {len(found)} 个库答对 "
            f"{lows['right']}–{highs['right']} %，答错 {lows['wrong']}–{highs['wrong']} %。",
            f"**{right} % right, {wrong} % wrong.** Where it is not sure, it says so. On the same texts the {len(found)} other "
            f"libraries are right on {lows['right']}–{highs['right']} % and wrong on {lows['wrong']}–{highs['wrong']} %.",
        )

    def measured(self, section: str) -> str:
        """When, where and on what a section was measured."""
        where = self.results[section]["measured"]
        stop = self.say("，", ", ")
        day, machine = where["date"], f"{where['processor']}{stop}{where['cores']} {self.say('核', 'cores')}"
        ours = f"{OURS} {where['version']}{self.say('，数据 ', ' with the data of ')}{where['data']}"
        glance = self.say("（粗略测量）", " (a glance)") if where["quick"] else ""
        load, minutes = where["load at the start"], where["minutes"]
        return self.say(
            f"{day} 测于 {machine}，{where['system']}，Python {where['python']}；{ours}。开始时机器的负载为 {load}，历时 {minutes} 分钟{glance}。",
            f"Measured on {day} on {machine}, {where['system']}, Python {where['python']}; {ours}. The load of the machine "
            f"was {load} at the start, and it took {minutes} minutes{glance}.",
        )

    def rivals(self) -> str:
        """The rivals and their versions."""
        found = [f"{name} {number}" for name, number in self.accuracy["engines"].items() if name != OURS]
        return self.say("、", ", ").join(found)

    def kinds_table(self) -> str:
        """Right and wrong shares by kind of text and engine."""
        engines = ours_first(self.accuracy["engines"])
        head = [self.say("文字", "text"), self.say("例", "example"), self.say("行数", "rows"), *engines]
        lines = []
        for group, kinds in self._groups().items():
            lines.append([f"**{GROUPS[group].of(self.language)}**", *[""] * (len(head) - 1)])
            for kind in kinds:
                said = KINDS[kind]
                cells = [self._right_and_wrong(kind, engine) for engine in engines]
                lines.append([said.of(self.language), said.example, f"{self.accuracy['rows'][kind]:,}", *cells])
        return table(head, lines, right=range(2, len(head)))

    def _groups(self) -> dict[str, list[str]]:
        """The kinds of text of each group, in the order of the page."""
        return {group: self.accuracy["groups"][group] for group in GROUPS}

    def _share(self, kind: str, engine: str, verdict: str) -> float:
        return shares(self.accuracy, [kind], engine)[verdict]

    def _right_and_wrong(self, kind: str, engine: str) -> str:
        return "&nbsp;/&nbsp;".join(percent(self._share(kind, engine, verdict)) for verdict in ("right", "wrong"))

    def points_table(self) -> str:
        """Points by group and engine."""
        engines = ours_first(self.accuracy["engines"])
        lines = [
            [
                GROUPS[group].of(self.language),
                *(f"{points(self.accuracy, kinds, engine):.0f}".replace("-", "−") for engine in engines),
            ]
            for group, kinds in self._groups().items()
        ]
        return table([self.say("文字", "texts"), *engines], lines, right=range(1, len(engines) + 1))

    def better(self) -> str:
        """Every kind of text in which another library has more right answers or fewer wrong ones; who is faster."""
        found = [
            line for group, kinds in self._groups().items() for kind in kinds for line in self._better(group, kind)
        ]
        found += self._faster()
        none = self.say("在上面的各项里，没有哪个库更好。", "In none of the measures above is another library better.")
        return "\n".join(f"- {line}" for line in found) or none

    def _better(self, group: str, kind: str) -> Iterator[str]:
        stop = self.say("，", ", ")
        name = f"{GROUPS[group].of(self.language)}{stop}{KINDS[kind].of(self.language)}"
        for verdict, sign in (("right", 1), ("wrong", -1)):
            ours = self._share(kind, OURS, verdict)
            others = {e: self._share(kind, e, verdict) for e in self.accuracy["engines"] if e != OURS}
            ahead = {e: share for e, share in others.items() if sign * share > sign * ours}
            if ahead:
                said = stop.join(
                    f"{e} {percent(share)} %" for e, share in sorted(ahead.items(), key=lambda item: -sign * item[1])
                )
                yield self.say(
                    f"{name}：{VERDICTS[verdict].zh} {said}（本库 {percent(ours)} %）",
                    f"{name}: {VERDICTS[verdict].en} {said} (this library {percent(ours)} %)",
                )

    def _faster(self) -> Iterator[str]:
        engines = self.results["speed"]["engines"]
        for task in TASKS:
            pace = {name: found[task]["rows per second"] for name, found in engines.items() if name != "floor"}
            ours = max(value for name, value in pace.items() if name.startswith(OURS))
            for name, value in pace.items():
                if value > ours:
                    yield self.say(
                        f"速度，{self._task(task)}：{name} 每秒 {value:,.0f} 行（本库 {ours:,.0f}）",
                        f"speed, {self._task(task)}: {name} {value:,.0f} rows per second (this library {ours:,.0f})",
                    )

    def _task(self, task: str) -> str:
        inputs = self.results["speed"]["inputs"]
        return TASKS[task].of(self.language).format(inputs[task], inputs["names in the column"])

    def scores(self) -> str:
        """How many answers above a score are wrong."""
        rows = self.results["calibration"]["scores"]["answers"]
        lines = []
        for least in (95, 90, 85):
            kept = [row for row in rows if row[0] >= least]
            number, wrong = int(sum(sum(row[1:]) for row in kept)), int(sum(row[3] for row in kept))
            lines.append([f"≥ {least}", f"{number:,}", f"{wrong:,}", f"{percent(wrong / number, 3)} %"])
        head = [
            self.say("分数", "score"),
            self.say("作答", "answers"),
            self.say("错误", "wrong"),
            self.say("错误率", "share"),
        ]
        return table(head, lines, right=range(1, 4))

    def negatives(self) -> str:
        """How many texts that name no place were answered."""
        parts = []
        found = self.results["calibration"]["negatives"]
        for group in (kind for kind in KINDS if kind in found):
            counts = found[group]
            number = sum(value for verdict, value in counts.items() if verdict != "wrong and sure")
            parts.append(self.say(
                f"{KINDS[group].zh} {number:,} 个，答了 {counts.get('wrong', 0):,} 个",
                f"{counts.get('wrong', 0):,} of {number:,} {KINDS[group].en}",
            ))  # fmt: skip
        return self.say("；", "; ").join(parts)

    def speed_table(self) -> str:
        """Rows a second by engine and task: in the median round, as times cpca's, and in the first round."""
        more = self.say("cpca 的倍数", "times cpca"), self.say("第一轮", "first round")
        head = ["", *(words for task in TASKS for words in (self._task(task), *more))]
        lines = []
        for name in ours_first(self.results["speed"]["engines"].keys() - {"floor"}):
            found, cells = self.results["speed"]["engines"][name], []
            for task in TASKS:
                done, asked = found[task]["rows"], self.results["speed"]["inputs"][task]
                note = self.say(f"（测了 {done:,} 行）", f" (on {done:,} rows)") if done < asked else ""
                cells += [f"{found[task]['rows per second']:,.0f}{note}", f"{found[task]['times cpca']:.2g}"]
                cells += [f"{found[task]['first round']:,.0f}"]
            lines.append([name, *cells])
        return table(head, lines, right=range(1, len(head)))

    def starts_table(self) -> str:
        """What a process that has just started needs, and the memory of the long column."""
        speed = self.results["speed"]
        first = {
            name.removeprefix("first answer: "): value
            for name, value in speed["milliseconds"].items()
            if name.startswith("first answer")
        }
        lines = [
            [
                self.say(
                    f"{int(rows):,} 个不同地址，含导入，{name}",
                    f"{int(rows):,} different addresses, import included, {name}",
                ),
                f"{seconds:,.2f} s",
            ]
            for rows, found in speed["whole runs"].items()
            for name, seconds in found.items()
        ]
        lines += [
            [self.say(f"第一个答案，{name}", f"first answer, {name}"), f"{value:,.0f} ms"]
            for name, value in first.items()
        ]
        beyond = speed["milliseconds"]["import coedu_zones beyond import pydantic"]
        lines.append(
            [
                self.say("导入本库，除去导入 pydantic", "import of this library beyond that of pydantic"),
                f"{beyond:,.0f} ms",
            ]
        )
        lines += [
            [self.say(f"长列的内存峰值（{name}）", f"peak memory of the long column ({name})"), f"{value:,.0f} MB"]
            for name, value in speed["megabytes"].items()
        ]
        return table([self.say("新启动的进程", "a process that has just started"), ""], lines, right=[1])


def table(head: Sequence[str], lines: Iterable[Sequence[str]], right: Iterable[int]) -> str:
    """A table in Markdown; the columns ``right`` are set to the right."""
    marks = ["---:" if at in set(right) else "---" for at in range(len(head))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, marks, *lines))
