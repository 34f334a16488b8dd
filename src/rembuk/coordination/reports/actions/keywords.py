"""The words by which a category is suggested: rows that Pemerintahan keeps."""

from django.db import transaction

from rembuk.coordination.reports.actions.categories import change, demand
from rembuk.coordination.reports.models import Category, Keyword, Owner
from rembuk.coordination.reports.suggestions.keywords import plain
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

LONGEST = 60


@transaction.atomic
def add_keyword(*, actor: Actor, category: Category, words: str, owner: str = "") -> Keyword:
    """From now on these words suggest the category, and the owner where one is named."""
    demand(actor)
    said = plain(words)
    if len(said) < 2 or len(said) > LONGEST:
        raise Refused("bad_words", f"Tulis satu sampai beberapa kata, paling panjang {LONGEST} huruf.", "words")
    if owner and owner not in Owner.values:
        raise Refused("no_owner", "Pilih pemiliknya dari daftar.", "owner")
    if Keyword.objects.filter(category__key=category.key, words=said).exists():
        raise Refused("double", f"“{said}” sudah ada di jenis ini.", "words")
    found = Keyword(category=category, words=said, owner=owner)
    change(actor, category, {}, "reports.keyword_added", {"words": said, "owner": owner})
    found.save(force_insert=True)
    return found


@transaction.atomic
def drop_keyword(*, actor: Actor, keyword: Keyword) -> None:
    """These words suggest the category no more."""
    demand(actor)
    told = {"words": keyword.words, "owner": keyword.owner}
    change(actor, keyword.category, {}, "reports.keyword_dropped", told)
    Keyword.objects.filter(pk=keyword.pk).delete()
