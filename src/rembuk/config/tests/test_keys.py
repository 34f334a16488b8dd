"""Keys come from files of their own, are made once, and a demo's are never taken for a city's."""

import stat

from tests.support.site import Site


def test_keys_are_made_once_and_for_their_owner_only(empty: Site) -> None:
    empty.rembuk("keys")
    files = [empty.home / "keys" / name for name in ("secret_key", "ring.json")]
    before = [file.read_bytes() for file in files]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600, 0o600]
    assert empty.rembuk("keys").stdout == "Kunci lengkap.\n"
    assert [file.read_bytes() for file in files] == before


def test_two_installations_have_different_keys(empty: Site, city: Site) -> None:
    empty.rembuk("keys")
    for name in ("secret_key", "ring.json"):
        assert (empty.home / "keys" / name).read_bytes() != (city.home / "keys" / name).read_bytes()


def test_a_citys_own_data_never_gets_a_demos_keys(empty: Site, city: Site) -> None:
    (city.home / "keys").rename(empty.home / "keys")
    done = empty.rembuk("migrate", check=False)
    assert done.returncode == 1
    assert "kunci kota contoh" in done.stderr


def test_a_demo_never_takes_a_citys_keys(empty: Site) -> None:
    empty.rembuk("keys")
    before = (empty.home / "keys" / "ring.json").read_bytes()
    done = empty.rembuk("demo", "--size", "kecil", "--no-serve", check=False)
    assert done.returncode == 1
    assert "kunci sungguhan" in done.stderr
    assert (empty.home / "keys" / "ring.json").read_bytes() == before


def test_rotation_seals_everything_anew(city: Site) -> None:
    assert "k2 ditambahkan" in city.rembuk("rotate", "--drop-old").stdout
    assert "0 isian" in city.rembuk("rotate", "--reseal-only").stdout
    assert "Utuh" in city.rembuk("verify", "-q").stdout
