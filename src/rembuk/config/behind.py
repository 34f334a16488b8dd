"""What stands behind a page's address: view, deed, rule, template, test. Read from the code, so never out of date."""

import dis
import functools
import importlib
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from django.urls import Resolver404, ResolverMatch, resolve

from rembuk.config import open_urls
from rembuk.config.settings import BASE
from rembuk.foundation.kernel.errors import Refused

MOST = 8
# Where a walk from a view towards its deeds ends: these read, hold, or serve every page alike.
ENDS = {"queries", "rules", "models", "notices", "migrations"}
SHARED = ("rembuk.foundation.kernel", "rembuk.foundation.web", "rembuk.foundation.audit", "rembuk.config")
ROOT = BASE.parent.parent


def page(path: str) -> dict[str, list[str]]:
    """The places in the code, each as `file:line name`."""
    try:
        match = resolve(path)
    except Resolver404:
        raise Refused("no_page", f"tidak ada halaman pada alamat {path}") from None
    view = inspect.unwrap(match.func)
    if inspect.getmodule(view) is None:
        raise Refused("no_page", f"halaman {path} bukan dari berkas Python")
    start = getattr(match.func, "view_class", view)
    step = str(match.kwargs.get("step", ""))
    passed = list(walk(start, step))
    called = deeds(start, passed, step)
    return {
        "address": [f"{match.route}  ({match.view_name})"],
        "view": [spot(start)],
        "deed": [spot(each) for each in called[:MOST]],
        "query": [spot(each) for each in passed if room(each) == "queries" and isinstance(each, FunctionType)][:MOST],
        "rule": rules(match, start, called, step),
        "template": templates(start, passed),
        "test": tests(match, start, called, step),
    }


def walk(start: object, step: str = "", ends: Iterable[str] = ("actions", *ENDS)) -> Iterator[Any]:
    """The functions and classes of the program that one leads to, nearest first; not beyond the rooms in `ends`.

    Of a table by step (`FORMS`, `DEEDS`) only the step asked for is followed.
    """
    seen: list[object] = [start]
    for each in seen:
        if each is not start:
            yield each
        if each is not start and (room(each) in ends or module_of(each).startswith(SHARED)):
            continue
        for found in pieces(each, step):
            if module_of(found).startswith("rembuk.") and found not in seen:
                seen.append(found)


def pieces(of: object, step: str) -> Iterator[Any]:
    """What a function's code names, or a class's methods do: functions and classes, also out of tables."""
    for function in methods(of):
        for value in named(function.__code__, function.__globals__, step):
            yield from parts(value, step)


def parts(value: Any, step: str) -> Iterator[Any]:
    """A function or class itself; of a table its entries; of an entry what it holds."""
    if isinstance(value, functools.partial):
        value = value.func
    if isinstance(value, dict):
        for entry in [value[step]] if step in value else value.values():
            yield from parts(entry, step) if not isinstance(entry, dict) else ()
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            held = getattr(value, field.name)
            yield from parts(held, step) if callable(held) else ()
    elif callable(value) and isinstance(inspect.unwrap(value), FunctionType | type):
        yield inspect.unwrap(value)


def methods(of: object) -> Iterator[FunctionType]:
    """The functions of a class, inherited ones of our own too; a function itself."""
    if isinstance(of, FunctionType):
        yield of
    elif isinstance(of, type):
        for base in of.__mro__:
            if base is of or base.__module__.startswith("rembuk."):
                yield from (each for each in map(plain, vars(base).values()) if isinstance(each, FunctionType))


def plain(member: Any) -> object:
    """A method without what is wrapped around it."""
    member = getattr(member, "fget", None) or getattr(member, "__func__", None) or member
    return inspect.unwrap(member) if callable(member) else member


def named(code: CodeType, known: dict[str, Any], step: str) -> Iterator[object]:
    """The global values that a piece of code speaks of: `name`, `module.name`, and `getattr(module, step)`."""
    held: object = None
    for line in dis.get_instructions(code):
        if line.opname in {"LOAD_GLOBAL", "LOAD_NAME"}:
            if held is not None and not inspect.ismodule(held):
                yield held
            held = known.get(line.argval)
        elif line.opname in {"LOAD_ATTR", "LOAD_METHOD"} and inspect.ismodule(held):
            held = getattr(held, line.argval, None)
        elif line.opname in {"LOAD_FAST", "LOAD_DEREF"} and inspect.ismodule(held) and line.argval == "step":
            held = getattr(held, step, None)
    if held is not None and not inspect.ismodule(held):
        yield held
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from named(inner, known, step)


def deeds(view: Any, passed: list[Any], step: str) -> list[Any]:
    """The actions of a page; of a step's page that step's. A page that takes a form and has none does it itself."""
    found = [each for each in passed if is_deed(each)]
    if step and (own := [each for each in found if each.__name__ == step.replace("-", "_")]):
        return own
    if found:
        return found
    if isinstance(view, type):
        taken = (getattr(view, name, None) for name in ("form_valid", "post"))
        return [inspect.unwrap(each) for each in taken if each][:1]
    source = inspect.getsource(view)
    return [view] if re.search(r"POST", source) else []


def is_deed(each: object) -> bool:
    """Whether it is a public function of a room `actions` that takes only what its caller names, or a transaction."""
    if not isinstance(each, FunctionType) or room(each) != "actions" or each.__name__.startswith("_"):
        return False
    around = getattr(inspect.getmodule(each), each.__name__, each)
    return around is not each or any(
        one.kind == one.KEYWORD_ONLY for one in inspect.signature(each).parameters.values()
    )


def rules(match: ResolverMatch, view: Any, called: list[Any], step: str) -> list[str]:
    """The lines of rules.py that speak of the deeds, the rules they ask, what they refuse; and who may open it."""
    names = [each.__name__ for each in called if is_deed(each)] + ([step] if step else [])
    found = [line for home in dict.fromkeys(map(house, [*called, view])) for line in spoken(f"{home}.rules", names)]
    for each in [*called, view]:
        asked = (one for one in walk(each, step, ENDS) if room(one) in {"rules", "roles"})
        found += [spot(one) for one in asked if isinstance(one, FunctionType)]
    for each in called if not found else []:
        found += lines_with(each, "Refused(")
    return list(dict.fromkeys([*found[:MOST], door(match)]))


def spoken(room_name: str, names: list[str]) -> list[str]:
    """The lines of a module's rules that name a deed."""
    try:
        file = Path(inspect.getfile(importlib.import_module(room_name)))
    except ModuleNotFoundError:
        return []
    wanted = re.compile(r"\b(" + "|".join(f"(?:may_)?{re.escape(name)}" for name in names) + r")\b")
    lines = file.read_text().splitlines()
    said = [(n, line.strip()) for n, line in enumerate(lines, 1) if names and wanted.search(line)]
    return [f"{short(file)}:{n} {line}" for n, line in said if not line.startswith('"""')][:6]


def lines_with(each: Any, words: str) -> list[str]:
    """The lines of a function that hold some words."""
    lines, first = inspect.getsourcelines(each)
    file = short(Path(inspect.getfile(each)))
    return [f"{file}:{n} {line.strip()}" for n, line in enumerate(lines, first) if words in line]


def door(match: ResolverMatch) -> str:
    """The line by which a page is open; every other needs a sign-in."""
    file, name = Path(inspect.getfile(open_urls)), match.view_name
    asked = {name, f"{name.partition(':')[0]}:*"}
    entry = next((one for one in open_urls.OPEN_URLS if one in asked), "OPEN_URLS")
    line = next(n for n, line in enumerate(file.read_text().splitlines(), 1) if entry in line)
    told = "terbuka untuk siapa pun" if entry != "OPEN_URLS" else "tidak tercantum: perlu masuk"
    return f"{short(file)}:{line} {entry} ({told})"


def templates(view: Any, passed: list[Any]) -> list[str]:
    """The templates that the view, and what it calls in its own file, name."""
    near = [view, *(each for each in passed if module_of(each) == module_of(view))]
    return sorted({name for each in near for name in re.findall(r'"([\w/]+\.html)"', inspect.getsource(each))})


def tests(match: ResolverMatch, view: Any, called: list[Any], step: str) -> list[str]:
    """The tests named after deed or view, that do the deed, or ask the address; last the law of who may."""
    root = ROOT / "tests"
    homes = dict.fromkeys(map(house, [view, *called]))
    files = [file for home in homes for file in sorted(folder(home).glob("tests/test_*.py"))]
    files += sorted(root.rglob("test_*.py")) if root.is_dir() else []
    texts = {file: file.read_text() for file in dict.fromkeys(files) if file.stem != "test_where"}
    named_after = {f"test_{name}" for name in [view.__name__, *(each.__name__ for each in called), step]}
    prefix = re.match(r"[\w./-]*", match.route)
    asks = [f'"{match.view_name}"', *([f'"/{prefix[0]}'] if prefix and len(prefix[0]) > 1 else [])]
    does = [rf"\b{re.escape(each.__name__)}\(" for each in called if is_deed(each)]
    ways: list[Callable[[Path], bool]] = [
        lambda file: file.stem in named_after,
        lambda file: any(re.search(words, texts[file]) for words in does),
        lambda file: any(words in texts[file] for words in asks),
    ]
    found = dict.fromkeys(short(file) for way in ways for file in texts if way(file))
    law = root / "screens" / "law.py"
    lines = law.read_text().splitlines() if law.is_file() else []
    held = [f"{short(law)}:{n} {match.view_name}" for n, line in enumerate(lines, 1) if f'"{match.view_name}"' in line]
    return [*list(found)[:MOST], *held[:1]]


def room(each: object) -> str:
    """`rules` of `rembuk.foundation.files.rules`."""
    return (module_of(each).split(".") + [""] * 4)[3]


def house(each: object) -> str:
    """`rembuk.foundation.files` of anything in it."""
    return ".".join(module_of(each).split(".")[:3])


def folder(home: str) -> Path:
    """Where a module of ours lies."""
    return BASE.joinpath(*home.split(".")[1:])


def module_of(each: object) -> str:
    """The name of the module that it was written in."""
    return str(getattr(each, "__module__", "") or "")


def spot(each: Any) -> str:
    """`src/rembuk/…/views.py:12 detail`."""
    each = inspect.unwrap(each)
    return f"{short(Path(inspect.getfile(each)))}:{inspect.getsourcelines(each)[1]} {each.__name__}"


def short(file: Path) -> str:
    """A file as seen from the repository's root."""
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else str(file)
