#!/usr/bin/env python3
"""Score parsed minutes against gold minutes.

    score.py GOLD_DIR PARSED_DIR [--docx] [--each] [--misses] [NAME ...]

GOLD_DIR holds NAME.json (the contract of FORMAT.md). PARSED_DIR holds NAME.json too: what the parser printed for that file
(one object, on one line or pretty-printed). A missing or broken PARSED file counts as an empty result.
  --docx    score only the golds that have a NAME.docx beside them (PARSED_DIR then holds the results of the .docx files;
            NAME.docx.json is read where it is there, else NAME.json)
  --each    also print one line a document
  --misses  also print what differs
  NAME ...  score only these

How things are compared: strings are NFKC-normalised and stripped of all white space first; null, "" and a missing key are the
same. Items of gold and parsed are paired in order (most alike titles, shared clauses breaking ties; never crosswise); outcomes, documents and
forwarded_to are compared inside the pairs. Clauses and attendance are compared as bags a document. A clause number's trailing
dot or pause mark does not count. Assignments are bags of (department, role) a document; `due` is compared over the matched
ones, those of the same clause first. Department, title and substitutes_for are compared over matched (kind, name) people.
All figures are sums over all documents (micro); overall is the unweighted mean of the eight rows marked *.
"""

import difflib
import json
import os
import re
import sys
import unicodedata
from collections import Counter, defaultdict

FIELDS = (
    "title",
    "bodies",
    "kind",
    "term",
    "year",
    "number",
    "held_on",
    "half_day",
    "place",
    "chair.name",
    "chair.title",
)


def norm(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value)))


def norm_list(value):
    if not isinstance(value, list):
        value = [] if value in (None, "") else [value]
    return [norm(v) for v in value if norm(v)]


def dicts(value):
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def norm_number(value):
    return norm(value).rstrip("、.。,:")


def field(meeting, name):
    if not isinstance(meeting, dict):
        meeting = {}
    if name == "bodies":
        return tuple(norm_list(meeting.get("bodies")))
    if "." in name:
        outer, inner = name.split(".")
        part = meeting.get(outer)
        return norm(part.get(inner)) if isinstance(part, dict) else ""
    return norm(meeting.get(name))


def likeness(a, b):
    if a == b:
        return 1.0
    if not a or not b:
        return 0.001
    return 0.001 + 0.9 * difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


def pair_items(gold, parsed):
    """Order-keeping pairing with the greatest sum of likeness: [(gold index, parsed index)]."""
    n, m = len(gold), len(parsed)
    gt = [norm(i.get("title")) for i in gold]
    pt = [norm(i.get("title")) for i in parsed]
    gc = [Counter(norm(c.get("text")) for c in dicts(i.get("clauses"))) for i in gold]
    pc = [Counter(norm(c.get("text")) for c in dicts(i.get("clauses"))) for i in parsed]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    like = [
        [likeness(gt[i], pt[j]) + 0.1 * sum((gc[i] & pc[j]).values()) / max(1, sum(gc[i].values())) for j in range(m)]
        for i in range(n)
    ]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            best[i][j] = max(best[i + 1][j + 1] + like[i][j], best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < n and j < m:
        if best[i][j] == best[i + 1][j + 1] + like[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


class Tally:
    def __init__(self):
        self.hit = defaultdict(int)  # row -> matched
        self.gold = defaultdict(int)  # row -> in gold (or compared)
        self.parsed = defaultdict(int)  # row -> in parsed
        self.misses = []

    def add_bag(self, row, gold, parsed, note=""):
        g, p = Counter(gold), Counter(parsed)
        self.hit[row] += sum((g & p).values())
        self.gold[row] += sum(g.values())
        self.parsed[row] += sum(p.values())
        for sign, diff in (("-", g - p), ("+", p - g)):
            for key in diff.elements():
                self.misses.append("%s %s%s %s" % (sign, row, note, key))

    def add_equal(self, row, gold, parsed, note=""):
        self.gold[row] += 1
        if gold == parsed:
            self.hit[row] += 1
        else:
            self.misses.append("! %s%s gold=%r parsed=%r" % (row, note, gold, parsed))

    def merge(self, other):
        for name in ("hit", "gold", "parsed"):
            for key, value in getattr(other, name).items():
                getattr(self, name)[key] += value

    def accuracy(self, row):
        return self.hit[row] / self.gold[row] if self.gold[row] else 1.0

    def prf(self, row):
        g, p, h = self.gold[row], self.parsed[row], self.hit[row]
        precision = h / p if p else (1.0 if not g else 0.0)
        recall = h / g if g else (1.0 if not p else 0.0)
        f1 = 2 * h / (g + p) if g + p else 1.0
        return precision, recall, f1

    def over_matched(self, row, base):
        """Accuracy over matched; nothing matched although gold has some counts as 0."""
        if self.gold[row]:
            return self.hit[row] / self.gold[row]
        return 0.0 if self.gold[base] else 1.0


def clauses_of(doc):
    for item in dicts(doc.get("items")):
        for clause in dicts(item.get("clauses")):
            yield clause


def match_assignments(gold, parsed):
    """Pairs of (gold, parsed) assignments with the same department and role; the same clause first, then order."""

    def rows(doc):
        out = []
        for clause in clauses_of(doc):
            for a in dicts(clause.get("assignments")):
                out.append((norm(clause.get("text")), (norm(a.get("department")), norm(a.get("role"))), a))
        return out

    g, p = rows(gold), rows(parsed)
    used_g, used_p, pairs = set(), set(), []
    for same_clause in (True, False):
        for i, (gtext, gkey, ga) in enumerate(g):
            if i in used_g:
                continue
            for j, (ptext, pkey, pa) in enumerate(p):
                if j not in used_p and gkey == pkey and (not same_clause or gtext == ptext):
                    used_g.add(i)
                    used_p.add(j)
                    pairs.append((ga, pa))
                    break
    return [k for _, k, _ in g], [k for _, k, _ in p], pairs


def score_one(gold, parsed):
    t = Tally()
    for name in FIELDS:
        t.add_equal("meeting " + name, field(gold.get("meeting"), name), field(parsed.get("meeting"), name))
        t.hit["meeting fields"] += field(gold.get("meeting"), name) == field(parsed.get("meeting"), name)
        t.gold["meeting fields"] += 1

    gi, pi = dicts(gold.get("items")), dicts(parsed.get("items"))
    pairs = pair_items(gi, pi)
    same = sum(norm(gi[i].get("title")) == norm(pi[j].get("title")) for i, j in pairs)
    t.hit["items"] += same
    t.gold["items"] += len(gi)
    t.parsed["items"] += len(pi)
    for i, j in pairs:
        if norm(gi[i].get("title")) != norm(pi[j].get("title")):
            t.misses.append("! items title gold=%r parsed=%r" % (gi[i].get("title"), pi[j].get("title")))
    to_parsed = dict(pairs)
    empty = {}
    for i, item in enumerate(gi):
        other = pi[to_parsed[i]] if i in to_parsed else empty
        note = " [%s %s]" % (item.get("number") or i + 1, (item.get("title") or "")[:12])
        if other is empty:
            t.misses.append("- items" + note)
        t.add_equal(
            "outcome", norm(item.get("outcome")), norm(other.get("outcome")) if other is not empty else None, note
        )
        if other is not empty:
            t.add_equal("item number", norm_number(item.get("number")), norm_number(other.get("number")), note)
        t.add_bag("documents", set(norm_list(item.get("documents"))), set(norm_list(other.get("documents"))), note)
        t.add_bag(
            "forwarded_to", set(norm_list(item.get("forwarded_to"))), set(norm_list(other.get("forwarded_to"))), note
        )
    taken = set(to_parsed.values())
    for j, item in enumerate(pi):
        if j not in taken:
            note = " [extra %s]" % (item.get("title") or "")[:12]
            t.misses.append("+ items" + note)
            t.add_bag("documents", set(), set(norm_list(item.get("documents"))), note)
            t.add_bag("forwarded_to", set(), set(norm_list(item.get("forwarded_to"))), note)

    gc, pc = list(clauses_of(gold)), list(clauses_of(parsed))
    t.add_bag("clauses", [norm(c.get("text")) for c in gc], [norm(c.get("text")) for c in pc])
    waiting = defaultdict(list)
    for c in pc:
        waiting[norm(c.get("text"))].append(c)
    for c in gc:
        if waiting[norm(c.get("text"))]:
            other = waiting[norm(c.get("text"))].pop(0)
            t.add_equal(
                "clause number",
                norm_number(c.get("number")),
                norm_number(other.get("number")),
                " " + norm(c.get("text"))[:12],
            )

    gk, pk, matched = match_assignments(gold, parsed)
    t.add_bag("assignments", gk, pk)
    for ga, pa in matched:
        note = " [%s %s]" % (ga.get("department"), ga.get("role"))
        t.add_equal("due", norm(ga.get("due")), norm(pa.get("due")), note)
        t.add_equal("due_text", norm(ga.get("due_text")), norm(pa.get("due_text")), note)

    def person(e):
        return norm(e.get("kind")), norm(e.get("name"))

    ga, pa = dicts(gold.get("attendance")), dicts(parsed.get("attendance"))
    t.add_bag("attendance", [person(e) for e in ga], [person(e) for e in pa])
    waiting = defaultdict(list)
    for e in pa:
        waiting[person(e)].append(e)
    for e in ga:
        if waiting[person(e)]:
            other = waiting[person(e)].pop(0)
            for row, key in (
                ("department", "department"),
                ("person title", "title"),
                ("substitutes_for", "substitutes_for"),
            ):
                t.add_equal(row, norm(e.get(key)), norm(other.get(key)), " [%s]" % e.get("name"))

    t.add_bag("closing", norm_list(gold.get("closing")), norm_list(parsed.get("closing")))
    t.add_bag("unparsed", norm_list(gold.get("unparsed")), norm_list(parsed.get("unparsed")))
    return t


def overall(t):
    return [
        t.accuracy("meeting fields"),
        t.prf("items")[2],
        t.accuracy("outcome"),
        t.prf("documents")[2],
        t.prf("clauses")[2],
        t.prf("assignments")[2],
        t.prf("attendance")[2],
        t.over_matched("department", "attendance"),
    ]


def load(path):
    try:
        with open(path, encoding="utf-8-sig") as f:
            text = f.read().strip()
        try:
            value = json.loads(text)
        except ValueError:
            value = json.loads(text.splitlines()[0])
        if isinstance(value, list) and value:
            value = value[0]
        return value if isinstance(value, dict) else None
    except (OSError, ValueError, IndexError):
        return None


def main(argv):
    flags = {a for a in argv if a.startswith("--")}
    rest = [a for a in argv if not a.startswith("--")]
    if len(rest) < 2 or flags - {"--docx", "--each", "--misses"}:
        print(__doc__)
        return 2
    gold_dir, parsed_dir, only = rest[0], rest[1], set(rest[2:])
    names = sorted(f[:-5] for f in os.listdir(gold_dir) if f.endswith(".json"))
    names = [
        n
        for n in names
        if (not only or n in only) and ("--docx" not in flags or os.path.exists(os.path.join(gold_dir, n + ".docx")))
    ]
    if not names:
        print("no gold files")
        return 2
    total, missing = Tally(), []
    for name in names:
        gold = load(os.path.join(gold_dir, name + ".json"))
        if gold is None:
            print("gold file unreadable: %s" % name)
            return 2
        parsed = None
        if "--docx" in flags:
            parsed = load(os.path.join(parsed_dir, name + ".docx.json"))
        if parsed is None:
            parsed = load(os.path.join(parsed_dir, name + ".json"))
        if parsed is None:
            missing.append(name)
            parsed = {}
        t = score_one(gold, parsed)
        total.merge(t)
        if "--each" in flags or "--misses" in flags:
            parts = overall(t)
            print("%-28s %.3f   %s" % (name, sum(parts) / len(parts), " ".join("%.2f" % x for x in parts)))
        if "--misses" in flags:
            for line in t.misses:
                print("    " + line)
    print("documents scored: %d%s" % (len(names), "; missing: " + ", ".join(missing) if missing else ""))
    print()
    print("%-26s %9s %9s" % ("accuracy", "value", "n"))
    for name in FIELDS:
        row = "meeting " + name
        print("  %-24s %9.3f %9d" % (name, total.accuracy(row), total.gold[row]))
    print("* %-24s %9.3f %9d" % ("meeting fields", total.accuracy("meeting fields"), total.gold["meeting fields"]))
    print("* %-24s %9.3f %9d" % ("outcome", total.accuracy("outcome"), total.gold["outcome"]))
    print("  %-24s %9.3f %9d" % ("item number", total.over_matched("item number", "items"), total.gold["item number"]))
    print(
        "  %-24s %9.3f %9d"
        % ("clause number", total.over_matched("clause number", "clauses"), total.gold["clause number"])
    )
    print("  %-24s %9.3f %9d" % ("due", total.over_matched("due", "assignments"), total.gold["due"]))
    print("  %-24s %9.3f %9d" % ("due_text", total.over_matched("due_text", "assignments"), total.gold["due_text"]))
    print(
        "* %-24s %9.3f %9d" % ("department", total.over_matched("department", "attendance"), total.gold["department"])
    )
    print(
        "  %-24s %9.3f %9d"
        % ("person title", total.over_matched("person title", "attendance"), total.gold["person title"])
    )
    print(
        "  %-24s %9.3f %9d"
        % ("substitutes_for", total.over_matched("substitutes_for", "attendance"), total.gold["substitutes_for"])
    )
    print()
    print("%-26s %9s %9s %9s %7s %7s %7s" % ("found", "precision", "recall", "F1", "gold", "parsed", "match"))
    for mark, row in (
        ("*", "items"),
        ("*", "documents"),
        ("*", "clauses"),
        ("*", "assignments"),
        (" ", "forwarded_to"),
        ("*", "attendance"),
        (" ", "closing"),
        (" ", "unparsed"),
    ):
        p, r, f = total.prf(row)
        print(
            "%s %-24s %9.3f %9.3f %9.3f %7d %7d %7d"
            % (mark, row, p, r, f, total.gold[row], total.parsed[row], total.hit[row])
        )
    print()
    parts = overall(total)
    print("overall %.3f" % (sum(parts) / len(parts)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
