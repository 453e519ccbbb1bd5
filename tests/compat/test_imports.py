"""``import rasa…``: what is served, what is not, and what is said of it."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import causerie.compat
from causerie.compat.unserved import NotServed
from causerie.errors import ComponentError
from causerie.registry import import_class

ROOT = Path(causerie.compat.__file__).parent / "rasa"


def served_modules() -> list[str]:
    files = sorted(ROOT.rglob("*.py"))
    paths = (file.relative_to(ROOT.parent).with_suffix("") for file in files)
    return [".".join(path.parts).removesuffix(".__init__") for path in paths]


@pytest.mark.parametrize("name", served_modules())
def test_every_served_module_is_one_with_ours(name: str) -> None:
    assert importlib.import_module(name) is importlib.import_module(f"causerie.compat.{name}")


def test_a_class_is_the_same_by_both_names() -> None:
    from rasa.engine.graph import GraphComponent

    from causerie.compat.rasa.engine.graph import GraphComponent as Ours

    assert GraphComponent is Ours


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from rasa.nlu.classifiers.diet_classifier import DIETClassifier", "name them in config.yml"),
        ("import rasa.core.policies.ted_policy", "TEDPolicy is a linear model here"),
        ("from rasa.nlu.components import Component", "This is Rasa 2"),
        ("from rasa.shared.nlu.constants import NO_SUCH_NAME", "rasa.shared.nlu.constants.NO_SUCH_NAME"),
        ("from rasa.nlu import no_such_module", "rasa.nlu.no_such_module"),
        ("import rasa.utils.tensorflow.models", "There is no TensorFlow here"),
        ("from rasa.utils.io import pickle_load", "write your files yourself"),
    ],
)
def test_what_is_not_served_says_what_to_use(code: str, expected: str) -> None:
    with pytest.raises(ImportError) as error:
        exec(code, {})
    assert isinstance(error.value, NotServed)
    assert expected in str(error.value)
    assert "not served by Causerie" in str(error.value)
    assert "docs/custom-components.md" in str(error.value)


def test_an_attribute_that_is_not_served_is_told() -> None:
    import rasa

    with pytest.raises(AttributeError, match=r"'rasa\.version' is part of Rasa and is not served"):
        _ = rasa.version


def test_a_module_of_the_project_with_such_an_import_is_told(module: object) -> None:
    name = module("from rasa.nlu.classifiers.diet_classifier import DIETClassifier", "derived")  # type: ignore[operator]
    with pytest.raises(ComponentError) as error:
        import_class(f"{name}.Mine", "component")
    assert re.search(
        r"The component 'derived\.Mine' can't be imported \(.*derived\.py, line 1\)", str(error.value)
    )
    assert "'rasa.nlu.classifiers.diet_classifier' is part of Rasa" in str(error.value)


def python(code: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_nothing_of_it_is_loaded_by_a_project_that_does_not_ask(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("class Part: pass")
    code = (
        "import sys; from causerie.registry import import_class; import causerie.assembly; "
        "sys.path.insert(0, '.'); import_class('mine.Part'); "
        "print([name for name in sys.modules if 'compat.rasa' in name or name.split('.')[0] == 'rasa'])"
    )
    assert python(code, tmp_path) == "[]"


def test_a_rasa_that_is_installed_comes_first(tmp_path: Path) -> None:
    package = tmp_path / "rasa"
    package.mkdir()
    (package / "__init__.py").write_text("real = True")
    (package / "engine.py").write_text("class GraphComponent: pass")
    (tmp_path / "mine.py").write_text(
        "from rasa.engine import GraphComponent\nclass Part(GraphComponent): pass"
    )
    code = (
        "import sys; sys.path.insert(0, '.'); import causerie.compat, rasa; print(rasa.real); "
        "from causerie.errors import ComponentError; from causerie.registry import import_class\n"
        "try: import_class('mine.Part', 'component')\n"
        "except ComponentError as error: print(error)"
    )
    first, second = python(code, tmp_path).splitlines()
    assert first == "True"
    assert "is made for the 'rasa' that is installed beside Causerie" in second


NOT_FOR_USERS = {"TYPES", "as_paths", "combined", "registration_of", "side_by_side", "slot_of"}


def test_the_docs_name_all_that_is_served() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "custom-components.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(rasa[\w.]*)` \| (.*) \|$", docs, re.MULTILINE))
    served = {name: public_names(name) for name in served_modules()}
    said = {name: set(row.split(", ")) for name, row in rows.items()}
    assert {name for name, names in served.items() if names} <= set(said)
    assert set(said) <= set(served)
    for name, names in served.items():
        assert names <= said.get(name, set()), f"{name} lacks names in the table"


def public_names(module: str) -> set[str]:
    """Classes and functions that a module defines, or all that it lists."""
    path = ROOT.parent / Path(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    body = ast.parse(file.read_text(encoding="utf-8")).body
    defined = {x.name for x in body if isinstance(x, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)}
    for node in body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            defined |= set(ast.literal_eval(node.value))
    return {name for name in defined if not name.startswith("_")} - NOT_FOR_USERS
