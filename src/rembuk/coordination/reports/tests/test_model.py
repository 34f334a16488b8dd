"""The model's file and arithmetic: the same rows, the same bytes; no broken file is believed; no scipy."""

import subprocess
import sys
from pathlib import Path

import pytest

from rembuk.coordination.reports.suggestions import features, learning, measuring, weights
from rembuk.coordination.reports.suggestions.lessons import Lesson
from rembuk.coordination.reports.suggestions.weights import Guess, Model

TEXTS = ("lampu jalan padam", "got mampet bau", "sampah menumpuk", "pohon tumbang di jalan", "lampu gang mati")
ROWS = [Lesson(f"{text} sejak hari {n}", text.split()[0]) for n in range(12) for text in TEXTS]


@pytest.fixture(scope="module")
def learned() -> learning.Learned:
    return learning.learn(ROWS)


def written(learned: learning.Learned, path: Path) -> Path:
    weights.write(path, {"classes": learned.classes, "features": len(learned.known)}, learned.body())
    return path


def test_the_same_rows_give_the_same_bytes(learned: learning.Learned) -> None:
    assert learning.learn(ROWS).body() == learned.body()


def test_the_file_says_what_the_learned_said(learned: learning.Learned, tmp_path: Path) -> None:
    model = Model(written(learned, tmp_path / "unit.rembuk"))
    for text in (*TEXTS, "", "zzz", "LAMPUNYA padam!!"):
        mine, theirs = model.guesses(text), learned.guesses([text])[0]
        assert mine[0].label == theirs[0].label
        assert mine[0].sure == pytest.approx(theirs[0].sure, abs=0.01)
    assert model.guesses("lampunya padm")[0].label == "lampu"
    assert sum(guess.sure for guess in model.guesses("got")) == pytest.approx(1)


@pytest.mark.parametrize("fault", ["cut", "changed", "pickle", "empty"])
def test_a_broken_file_is_not_believed(fault: str, learned: learning.Learned, tmp_path: Path) -> None:
    path = written(learned, tmp_path / "unit.rembuk")
    whole = path.read_bytes()
    changed = whole[:-9] + b"\x01" + whole[-8:] if whole[-9:-8] != b"\x01" else whole[:-9] + b"\x02" + whole[-8:]
    path.write_bytes({"cut": whole[:-2], "changed": changed, "pickle": b"\x80\x04N.", "empty": b""}[fault])
    with pytest.raises(ValueError, match=r"model|empty"):
        Model(path)


def test_conjugate_gradients_solve_the_equations() -> None:
    import numpy as np
    from scipy.sparse import random as sparse

    table = sparse(40, 90, density=0.2, random_state=3, format="csr")
    wanted = np.eye(40)[:, :5]
    exact = table.T @ np.linalg.solve((table @ table.T).toarray() + learning.HELD * np.eye(40), wanted)
    assert np.abs(learning._solved(table, wanted) - exact).max() < 0.01


def test_features_stand_for_what_is_written() -> None:
    assert features.counts("Got MAMPET") == features.counts("got mampet")
    shared = features.counts("mampetnya").keys() & features.counts("mampet").keys()
    assert len(shared) > 5
    assert features.counts("") == {}


def test_measures() -> None:
    def guess(*labels: str, sure: float) -> list[Guess]:
        return [Guess(label, sure) for label in labels]

    guessed = [guess("a", "b", sure=0.9), guess("b", "a", sure=0.8), guess("c", "d", "a", sure=0.7), [],
               guess("a", sure=0.1)]  # fmt: skip
    found = measuring.measure(guessed, ["a", "a", "a", "a", "a"])
    assert (found.top1, found.top3, found.accuracy_at_80) == (0.4, 0.8, 0.5)
    assert measuring.speaks_from(guessed, ["a", "b", "x", "x", "x"]) == 0.8
    assert measuring.speaks_from(guessed, ["x"] * 5) is None


def test_an_answer_needs_no_numerical_library(learned: learning.Learned, tmp_path: Path) -> None:
    path = written(learned, tmp_path / "unit.rembuk")
    asks = (
        "import sys; from pathlib import Path; from rembuk.coordination.reports.suggestions.weights import Model\n"
        f"print(Model(Path({str(path)!r})).guesses('lampu padam')[0].label, {{'scipy', 'numpy'}} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "lampu set()"
