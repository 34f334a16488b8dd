"""What words suggest: by the city's table, by a model where it is better and sure, and never more than an offer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rembuk.coordination.reports import actions, queries, rules
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.actions.learning import learn
from rembuk.coordination.reports.forms import form_for
from rembuk.coordination.reports.models import Category, Keyword, Wording
from rembuk.coordination.reports.queries import suggesting
from rembuk.coordination.reports.suggestions import keywords
from rembuk.coordination.reports.suggestions.keywords import Word
from rembuk.coordination.reports.suggestions.lessons import Lesson
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.kernel.errors import Refused
from tests import builders

TABLE = [
    Word("lampu", "hias"), Word("lampu jalan", "lampu"), Word("tiang listrik", "lampu", "pln"), Word("got", "drainase"),
    Word("bocor", "air"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No model of another test."""
    monkeypatch.setattr("rembuk.foundation.kernel.clock.home", lambda: tmp_path)
    return tmp_path


def keys(text: str) -> list[str]:
    return [one.category for one in keywords.spoken(text, TABLE)]


def test_a_longer_saying_counts_more_than_a_word() -> None:
    assert keys("LAMPU di jalan depan rumah padam") == ["hias"]
    assert keys("Lampu-jalan depan rumah padam") == ["lampu", "hias"]


def test_a_word_stands_for_its_longer_forms_and_not_for_parts_of_others() -> None:
    assert keys("pipanya bocornya deras") == ["air"]
    assert keys("gotong royong") == []
    assert keys("got mampet") == ["drainase"]


def test_words_name_an_owner() -> None:
    assert keywords.spoken("tiang listrik miring", TABLE)[0].owner == "pln"


def test_the_first_words_suggest_every_first_category(town: builders.City) -> None:
    # What is told on a form of its own is not chosen from words.
    from_words = Category.objects.exclude(track__in=rules.SWIFT_TRACKS)
    told = dict.fromkeys(from_words.values_list("key", flat=True), 0)
    for word in Keyword.objects.select_related("category"):
        told[word.category.key] += 1
    assert min(told.values()) >= 3
    assert queries.suggested("Lampu jalan padam sejak kemarin")[0].category.key == "lampu"
    assert queries.suggested("mohon perhatiannya") == []
    assert queries.suggested_owner("Tiang listrik di gang kami miring") == "pln"


def test_a_category_that_ended_is_not_suggested(town: builders.City) -> None:
    lampu = queries.category("lampu")
    assert lampu is not None
    actions.end_category(actor=town.actor("pemerintahan"), category=lampu)
    assert "lampu" not in [one.category.key for one in queries.suggested("lampu jalan padam")]


def test_pemerintahan_adds_and_drops_words_and_the_chain_holds(town: builders.City) -> None:
    editor, category = town.actor("pemerintahan"), queries.category("jalan")
    assert category is not None
    word = actions.add_keyword(actor=editor, category=category, words=" Kucing,  OREN ", owner="residents")
    assert word.words == "kucing oren"
    assert queries.suggested("ada kucing oren")[0].owner_label == "warga"
    for words, owner, code in (("kucing oren", "", "double"), ("!", "", "bad_words"), ("ikan", "raja", "no_owner")):
        with pytest.raises(Refused) as refused:
            actions.add_keyword(actor=editor, category=category, words=words, owner=owner)
        assert refused.value.code == code
    actions.drop_keyword(actor=editor, keyword=word)
    assert queries.suggested("ada kucing oren") == []
    with pytest.raises(Refused):
        actions.add_keyword(actor=town.actor("lurah"), category=category, words="ikan")
    assert verify().ok


def test_the_screen_keeps_the_words(town: builders.City, client: Client) -> None:
    builders.sign_in(client, "pemerintahan")
    page = reverse("reports:category", args=["jalan"])
    assert client.post(page, {"words": "aspal bolong", "owner": ""}).status_code == 302
    row = Keyword.objects.get(words="aspal bolong")
    assert "aspal bolong" in client.get(page).content.decode()
    assert client.post(page, {"words": "aspal bolong", "owner": ""}).status_code == 422
    assert client.post(page, {"drop": str(row.pk)}).status_code == 302
    assert client.post(page, {"drop": "x"}).status_code == 404
    assert not Keyword.objects.filter(pk=row.pk).exists()


def test_suggestions_are_offered_while_typing_and_never_chosen(town: builders.City, client: Client) -> None:
    answer = client.post(reverse("portal:suggest"), {"text": "got mampet, air tergenang"}).content.decode()
    assert 'value="drainase"' in answer
    assert "tergenang" in answer
    sent = client.post(reverse("portal:report"), {"text": "got mampet, air tergenang"}).content.decode()
    assert 'value="drainase"' in sent
    assert "selected>Saluran" not in sent


def test_an_officer_is_told_which_unit_and_owner_the_words_suggest(
    town: builders.City, at_work: Callable[..., Received]
) -> None:
    actions.set_category(
        actor=town.actor("pemerintahan"), key="lampu", label="Lampu", group="Layanan kota", track="service",
        unit=town.institution("opd"),
    )  # fmt: skip
    report = at_work("jalan", text="Lampu jalan padam, tiang listrik miring").report
    lurah = town.actor("lurah")
    to = form_for("assign", actor=lurah, report=report).fields["to"]
    assert "Dinas Pekerjaan Umum" in str(to.help_text)
    assert to.initial is None
    assert "PLN" in str(form_for("set_owner", actor=lurah, report=report).fields["owner"].help_text)
    Wording.objects.filter(report=report).update(text="")
    assert form_for("assign", actor=lurah, report=type(report).objects.get(pk=report.pk)).fields["to"].help_text == ""


SAID = {
    "jalan": ("aspal {n} bolong besar", "lubang menganga nomor {n}", "jalanan {n} hancur lebur"),
    "sampah": ("tumpukan limbah {n} bau", "kantong plastik {n} berserakan", "limbah dapur {n} dibuang"),
}


def lessons(count: int) -> list[Lesson]:
    """Texts that no keyword knows."""
    return [
        Lesson(SAID[key][n // 2 % 3].format(n=f"{n:b}".replace("1", "w").replace("0", "x")), key)
        for n in range(count) for key in [("jalan", "sampah")[n % 2]]
    ]  # fmt: skip


@pytest.fixture
def taught(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[Lesson]], dict[str, Any]]:
    """Learns from these rather than from reports."""

    def teach(rows: list[Lesson]) -> dict[str, Any]:
        monkeypatch.setattr(suggesting, "lessons", lambda target: rows)
        return learn(suggesting.CATEGORY)

    return teach


def test_a_model_takes_over_where_it_is_right_more_often(town: builders.City, taught: Any) -> None:
    assert queries.suggested("limbah plastik berserakan") == []
    rows = lessons(480)
    about = taught(rows)
    assert about["speaks"]
    assert about["model"][0] > 0.9 > about["keywords"][0]
    said = [(queries.suggested(row.text), row.label) for row in rows[-60:]]
    assert sum(bool(found) and found[0].category.key == label for found, label in said) >= 42


def test_a_model_that_is_no_better_stays_silent(town: builders.City, taught: Any) -> None:
    rows = [Lesson(f"sampah dan jalan rusak {n % 7}", ("jalan", "sampah")[n * 7919 % 13 % 2]) for n in range(480)]
    about = taught(rows)
    assert not about["speaks"]
    assert queries.suggested("limbah plastik berserakan") == []


def test_few_reports_teach_nothing(town: builders.City) -> None:
    about = learn(suggesting.UNIT)
    assert (about["why"], about["speaks"]) == ("few", False)
    assert queries.suggested_unit("lampu jalan padam", town.rt) is None


def test_it_learns_at_night_once_a_week(town: builders.City) -> None:
    from datetime import timedelta

    from rembuk.foundation.kernel import clock

    assert not queries.is_learning_due()
    with clock.standing(clock.now() - timedelta(hours=7)):
        assert queries.is_learning_due()
        for target in suggesting.TARGETS:
            learn(target)
        assert not queries.is_learning_due()
    with clock.standing(clock.now() + timedelta(days=8, hours=-7)):
        assert queries.is_learning_due()


def test_closed_reports_teach_the_office_and_the_category(town: builders.City, heard: Callable[..., Received]) -> None:
    first, second = (heard("jalan", text=text).report for text in ("lubang besar", "lubang kecil"))
    heard("jalan", text="masih terbuka")
    units = (town.institution("opd"), town.institution("kelurahan"))
    for report, unit in zip((first, second), units, strict=True):
        type(report).objects.filter(pk=report.pk).update(closed_at=report.received_at, unit=unit)
    told = [(row.text, row.label) for row in suggesting.lessons(suggesting.UNIT)]
    assert told == [("lubang besar", str(units[0].pk)), ("lubang kecil", "kelurahan")]
    assert [row.label for row in suggesting.lessons(suggesting.CATEGORY)] == ["jalan", "jalan"]


def test_private_matters_teach_nothing(town: builders.City, heard: Callable[..., Received]) -> None:
    report = heard("kekerasan_rumah", text="dipukul").report
    type(report).objects.filter(pk=report.pk).update(closed_at=report.received_at)
    assert suggesting.lessons(suggesting.CATEGORY) == []


def test_an_office_of_a_place_is_named_by_where_the_report_lies(
    town: builders.City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "_sure", lambda target, text: "kelurahan" if target == suggesting.UNIT else "")
    assert queries.suggested_unit("apa saja", town.rt) == town.institution("kelurahan")
    assert queries.suggested_unit("apa saja", None) is None
