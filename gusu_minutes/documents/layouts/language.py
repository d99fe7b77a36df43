"""The language of layouts: a small part of Jinja, in which nothing can be done but to print documented fields.

A layout comes from outside. What is allowed is listed, everything else is refused: fields of the table, `for` over the
lists of the document (each inside the list that holds it, so that no layout grows faster than the document), `if`,
comparisons, a handful of filters. No calls, no items by index, no arithmetic. Jinja's sandbox stands behind it.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from jinja2 import nodes
from jinja2.filters import FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gusu_minutes.documents.layouts.fields import FIELDS, LISTS, TEXT_LISTS, UNPRINTABLE

MAX_OUTPUT = 20_000_000  # characters of one part of the file
ALLOWED_FILTERS = ("default", "first", "join", "last", "length", "trim")
_LIST_FILTERS = ("first", "join", "last", "length")
# Tags, behind the docxtpl prefixes that make them take a paragraph, row, cell or run with them.
ALLOWED_TAGS = ("for", "endfor", "if", "elif", "else", "endif")
LOOP_FIELDS = ("index", "index0", "revindex", "revindex0", "first", "last", "length")

_PARTS = (nodes.Output, nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand, nodes.Concat)
_SEVERAL = _("“%(name)s” has several fields; say which one.")


class Problem(NamedTuple):
    """What is wrong in which line of the source; `name` is the word of the layout that it is about."""

    line: int
    name: str
    sentence: str | Promise

    def __str__(self) -> str:
        return str(self.sentence) % {"name": self.name}


class Refused(Exception):
    """A layout says something that is not allowed; `problems` holds at least one."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(map(str, problems)))
        self.problems = problems


class TooMuch(Exception):
    """A layout makes far more than any document holds."""


class LayoutEnvironment(ImmutableSandboxedEnvironment):
    """Compiles nothing that the language does not allow, escapes everything, and stops at a bound."""

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self.globals = {}
        self.filters = {name: FILTERS[name] for name in ALLOWED_FILTERS}
        self.tests = {}
        self.concat = _bounded  # type: ignore[method-assign]

    def compile(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        """Compile what passes the check, whoever asks for it. Raises Refused."""
        if isinstance(source, str):
            source = self.parse(source)
        if problems := list(problems_of(source)):
            raise Refused(problems)
        return super().compile(source, *args, **kwargs)


def _bounded(parts: Iterable[str]) -> str:
    kept: list[str] = []
    length = 0
    for part in parts:
        length += len(part)
        if length > MAX_OUTPUT:
            raise TooMuch
        kept.append(part)
    return "".join(kept)


def problems_of(template: nodes.Template) -> Iterator[Problem]:
    """Yield what the template says that is not allowed, in the order in which it stands."""
    for node in template.body:
        yield from _node(node, _Scope({}, None))


class _Scope(NamedTuple):
    """The names of loops, each with the list that it runs over; `inner` is the name of the innermost."""

    names: dict[str, str]
    inner: str | None


def _node(node: nodes.Node, scope: _Scope, *, asked: bool = False) -> Iterator[Problem]:
    """Yield what is wrong in a node. `asked`: whether it is only asked about, as a list may be, and not printed."""
    match node:
        case nodes.TemplateData():
            return
        case nodes.Const(value=value):
            if isinstance(value, str) and UNPRINTABLE.search(value):
                yield Problem(node.lineno, _written(node), _("“%(name)s” holds characters that cannot be printed."))
        case nodes.For():
            yield from _loop(node, scope)
        case nodes.Filter():
            yield from _filter(node, scope)
        case nodes.Name() | nodes.Getattr():
            path, problem = _path(node, scope)
            if problem:
                yield problem
            elif path in LISTS and not asked:
                yield Problem(node.lineno, _written(node), _("“%(name)s” is a list; take its entries one by one."))
        case nodes.If() | nodes.CondExpr():
            for child in node.iter_child_nodes():
                yield from _node(child, scope, asked=child is node.test)
        case _ if isinstance(node, _PARTS):
            for child in node.iter_child_nodes():
                yield from _node(child, scope, asked=asked)
        case _:
            yield Problem(node.lineno, _written(node), _REFUSALS.get(type(node), _("A layout may not say this.")))


def _loop(node: nodes.For, scope: _Scope) -> Iterator[Problem]:
    path, problem = _path(node.iter, scope)
    line, written = node.lineno, _written(node.iter)
    if problem:
        yield problem
        return
    if path not in LISTS:
        yield Problem(line, written, _("“%(name)s” is no list; only a list can be gone through."))
        return
    if scope.inner is not None and not (isinstance(node.iter, nodes.Getattr) and _is_name(node.iter.node, scope.inner)):
        yield Problem(line, written, _("Inside a list only the lists of its own entries can be gone through."))
        return
    target = node.target
    if not isinstance(target, nodes.Name) or node.recursive:
        yield Problem(line, written, _("Each entry of “%(name)s” takes one name."))
        return
    if target.name in FIELDS or target.name in scope.names or target.name == "loop":
        yield Problem(line, target.name, _("“%(name)s” means something else already; call the entry differently."))
        return
    inside = _Scope({**scope.names, target.name: path}, target.name)
    if node.test is not None:
        yield from _node(node.test, inside, asked=True)
    for child in node.body:
        yield from _node(child, inside)
    for child in node.else_:
        yield from _node(child, scope)


def _filter(node: nodes.Filter, scope: _Scope) -> Iterator[Problem]:
    if node.name not in ALLOWED_FILTERS:
        yield Problem(node.lineno, node.name, _("There is no filter “%(name)s”."))
    elif node.kwargs or node.dyn_args or node.dyn_kwargs or not all(isinstance(arg, nodes.Const) for arg in node.args):
        yield Problem(node.lineno, node.name, _("The filter “%(name)s” takes texts in quotation marks only."))
    for argument in node.args:
        yield from _node(argument, scope)
    if node.node is None:  # a block of text as a filter's input
        yield Problem(node.lineno, node.name, _("A layout may not say this."))
    elif node.name in _LIST_FILTERS and isinstance(node.node, nodes.Name | nodes.Getattr):
        path, problem = _path(node.node, scope)
        if problem:
            yield problem
        elif path in LISTS - TEXT_LISTS and node.name != "length":
            yield Problem(node.lineno, _written(node.node), _SEVERAL)
    else:
        yield from _node(node.node, scope)


def _path(node: nodes.Node, scope: _Scope) -> tuple[str, Problem | None]:
    """Return the documented field that a name means, as it stands in FIELDS, or what is wrong with it."""
    written = _written(node)
    unknown = Problem(node.lineno, written, _("There is no field “%(name)s”."))
    match node:
        case nodes.Name(name=name) if name in scope.names:
            path = scope.names[name]
            # An entry of a list of texts is a text; a record cannot be printed as it is.
            if path in TEXT_LISTS:
                return f"{path}.", None
            return "", Problem(node.lineno, written, _SEVERAL)
        case nodes.Name(name=name) if name in FIELDS:
            return name, None
        case nodes.Getattr(node=nodes.Name(name="loop"), attr=attr) if scope.names and attr in LOOP_FIELDS:
            return "loop.", None
        case nodes.Getattr(node=nodes.Name(name=name), attr=attr) if name in scope.names:
            path = f"{scope.names[name]}.{attr}"
            return (path, None) if path in FIELDS else ("", unknown)
        case nodes.Name() | nodes.Getattr(node=nodes.Name()):
            return "", unknown
    return "", Problem(node.lineno, written, _REFUSALS.get(type(node), _("A layout may not say this.")))


def _written(node: nodes.Node) -> str:
    """Return a name as it was written, as far as it is one."""
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(node=inner, attr=attr):
            return f"{_written(inner)}.{attr}"
        case nodes.Const(value=value):
            return repr(value)
    return type(node).__name__.lower()


def _is_name(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name


_REFUSALS: dict[type[nodes.Node], Promise] = {
    nodes.Getattr: _("“%(name)s” is no field."),
    nodes.Call: _("A layout may not call anything; it may only name fields."),
    nodes.Getitem: _("Entries are not taken by number or in brackets; go through the list, or name the field."),
}
