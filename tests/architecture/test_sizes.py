"""Nothing grows beyond what a reader takes in at once."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import name, python_files, template_files

MODULE, TEMPLATE, VIEW = 400, 150, 30


def too_long(paths: Iterator[Path], limit: int) -> list[str]:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in paths}
    return [f"{file}: {length} lines, fewer than {limit} wanted" for file, length in lengths.items() if length >= limit]


def test_modules():
    assert not too_long(python_files(), MODULE)


def test_templates():
    assert not too_long(template_files(), TEMPLATE)


def test_views():
    """What a view does, as a function or as a method of a class."""
    long = []
    for path in python_files():
        if path.name not in {"views.py", "rooms.py"} and path.parent.name != "views":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length >= VIEW:
                    long.append(f"{name(path)}:{node.lineno} {node.name}: {length} lines, fewer than {VIEW} wanted")
    assert not long, "\n".join(long)
