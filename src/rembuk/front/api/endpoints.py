"""Every address that answers programs, once: what it takes, what it answers, what can go wrong."""

from dataclasses import dataclass
from typing import Any

from rembuk.front.api.asking import CODES, FIRST, MOST, SIZE
from rembuk.front.api.schemas import NUMBER, TEXT, Schema, element, named, several

JSON, XML, CSV, PROBLEM, PAGE = "application/json", "text/xml", "text/csv", "application/problem+json", "text/html"
MOMENT_SAID = "2026-01-20T09:00:00+07:00; tanpa zona berarti waktu kota"


@dataclass(frozen=True, slots=True)
class Field:
    """Something that may be said in the address or in what is sent."""

    name: str
    about: str
    schema: Schema
    required: bool = False


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A method of an address. `answers` are the kinds of the good answer; `errors` the statuses of its own errors."""

    path: str
    about: str
    answers: dict[str, Schema]
    query: tuple[Field, ...] = ()
    sends: tuple[Field, ...] = ()
    errors: tuple[int, ...] = ()
    method: str = "get"
    status: int = 200
    # Whether a reader who has it already is told so.
    kept: bool = True

    @property
    def has_forms(self) -> bool:
        """Whether it answers in both forms of GeoReport, its errors too."""
        return XML in self.answers


def both(name: str, schema: Schema) -> dict[str, Schema]:
    """The same in both forms of GeoReport."""
    return {JSON: schema, XML: element(name, schema)}


def whole(low: int, high: int, usual: int) -> Schema:
    """A number within bounds."""
    return {"type": "integer", "minimum": low, "maximum": high, "default": usual}


STATES: Schema = {"type": "string", "enum": ["open", "closed", "open,closed"]}
ONE_OR_MORE = Field("service_request_id", f"satu sampai {CODES} kode, dipisah koma; yang lain lalu tidak dilihat", TEXT)
WINDOW = (
    ONE_OR_MORE,
    Field("service_code", "jenis, dipisah koma", TEXT),
    Field("status", "keadaannya", STATES),
    Field("start_date", f"diterima sejak: {MOMENT_SAID}", TEXT),
    Field("end_date", f"diterima sampai: {MOMENT_SAID}; paling lama 90 hari sesudah start_date", TEXT),
    Field("page", f"halaman ke berapa, sampai baris ke-{FIRST}", whole(1, FIRST, 1)),
    Field("cursor", "dari alamat di kepala Link", TEXT),
)  # fmt: skip
SENT = (
    Field("service_code", "jenis, dari services", TEXT, required=True),
    Field("description", "kata-kata warga", {**TEXT, "maxLength": 2000}, required=True),
    Field("lat", "lintang tempatnya", {"type": "number", "minimum": -90, "maximum": 90}),
    Field("long", "bujur tempatnya", {"type": "number", "minimum": -180, "maximum": 180}),
    Field("address_string", "petunjuk tempat", {**TEXT, "maxLength": 160}),
    Field("address_id", "kode kelurahan, bila tidak ada lat dan long", TEXT),
    Field("attribute[kelurahan]", "sama dengan address_id", TEXT),
    Field("attribute[rw]", "nomor RW", NUMBER),
    Field("attribute[rt]", "nomor RT", NUMBER),
    Field("first_name", "nama, bila mau; disegel", TEXT),
    Field("last_name", "nama, bila mau; disegel", TEXT),
    Field("phone", "nomor HP, bila mau; disegel", TEXT),
    Field("email", "surel, bila mau dan tanpa nomor HP; disegel", TEXT),
    Field("media", "foto, boleh beberapa", {"type": "array", "items": {"type": "string", "format": "binary"}}),
    Field("media_url", "tidak diambil; kirim berkasnya sebagai media", TEXT),
    Field("api_key", "bila kota memberi kunci", TEXT),
)  # fmt: skip
KELURAHAN = Field("kelurahan", "kode satu kelurahan; tanpa ini seluruh kota", TEXT)
SHEET = {CSV: TEXT}

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("/open311/v2/discovery.{form}", "Di mana Open311 dan bentuk apa saja",
             both("discovery", named("discovery"))),
    Endpoint("/open311/v2/services.{form}", "Jenis laporan yang boleh dikirim",
             both("services", several("service"))),
    Endpoint("/open311/v2/services/{key}.{form}", "Isian tempat untuk satu jenis laporan",
             both("service_definition", named("service_definition")), errors=(404,)),
    Endpoint("/open311/v2/requests.{form}", "Laporan yang terbuka untuk umum, terbaru di atas",
             both("service_requests", several("request")), errors=(400,),
             query=(*WINDOW, Field("page_size", "berapa sekali tanya", whole(1, MOST, SIZE)))),
    Endpoint("/open311/v2/requests.{form}", "Kirim laporan, tanpa nama siapa pun yang sedang masuk",
             both("service_requests", several("received")), sends=SENT, errors=(400, 403, 409, 413, 429, 507),
             method="post", status=201, kept=False),
    Endpoint("/open311/v2/requests/{code}.{form}", "Satu laporan yang terbuka untuk umum",
             both("service_requests", several("request")), errors=(404,)),
    Endpoint("/open311/v2/tokens/{token}.{form}", "Kode dari tanda; di sini tanda sama dengan kode",
             both("service_requests", several("token")), errors=(404,)),
    Endpoint("/open311/v2/servicerequestupdates.{form}", "Langkah laporan yang terbuka untuk umum, terlama di atas",
             both("service_request_updates", several("request_update")), errors=(400,),
             query=(*WINDOW, Field("page_size", "berapa laporan sekali tanya", whole(1, CODES, CODES)))),
    Endpoint("/data/kabar.atom", "Yang baru terbuka untuk umum, 50 terbaru, sebagai Atom",
             {"application/atom+xml": TEXT}, query=(KELURAHAN,), errors=(404,)),
    Endpoint("/data/rapat.ics", "Rapat yang terbuka untuk warga, sebulan lalu dan yang akan datang, sebagai iCalendar",
             {"text/calendar": TEXT}, query=(KELURAHAN,), errors=(404,)),
    Endpoint("/publik/angka.csv", "Angka di halaman depan", SHEET),
    Endpoint("/publik/opd.csv", "Pekerjaan tiap OPD, berapa dari berapa", SHEET),
    Endpoint("/publik/usulan/wilayah/{place}.csv", "Nasib usulan tiap RW satu kelurahan, tahun demi tahun", SHEET,
             errors=(404,)),
    Endpoint("/data/openapi.json", "Berkas ini", {JSON: {"type": "object"}}),
    Endpoint("/sidik/sidik.json", "Sidik semua hari yang sudah ditutup", {JSON: several("digest")}, kept=False),
    Endpoint("/sidik/{day}.json", "Sidik satu hari dan sidik setiap kejadiannya", {JSON: named("day")}, errors=(404,),
             kept=False),
    Endpoint("/publik/usulan/wilayah/{place}/{year}.csv", "Usulan satu kelurahan untuk satu tahun", SHEET,
             errors=(404,), kept=False),
    Endpoint("/publik/usulan/wilayah/{place}/{year}/{purse}.pb", "Suara satu sidang musrenbang, bentuk Pabulib",
             {"text/plain": TEXT}, errors=(404,), kept=False),
)  # fmt: skip

# What every address may answer: why, and as what. Before a view is reached nobody knows which form was asked for.
ANY: dict[int, str] = {
    400: "Alamat, kepala, atau isian tidak terbaca, misalnya ada tanda NUL",
    500: "Ada yang rusak di pihak kami; X-Request-ID menyebut yang mana",
    503: "Sedang tidak bisa melayani; Retry-After menyebut berapa detik lagi",
}
OWN: dict[int, str] = {
    400: "Ada yang salah dengan yang ditanyakan atau dikirim; description menyebut isian dan caranya",
    403: "api_key tidak dikenal",
    404: "Tidak ada, atau tidak terbuka untuk umum",
    405: "Alamat ini tidak mengenal cara itu; Allow menyebut yang dikenal",
    409: "Idempotency-Key yang sama dengan isi yang lain",
    413: "Kiriman terlalu besar",
    429: "Terlalu sering; description menyebut berapa lama menunggu",
    507: "Tempat penyimpanan penuh; kiriman belum tersimpan",
}
PARTS: dict[str, tuple[str, Any]] = {
    "form": ("bentuk jawaban", {"type": "string", "enum": ["json", "xml"]}),
    "key": ("service_code", TEXT), "code": ("service_request_id", TEXT), "token": ("tanda", TEXT),
    "day": ("tanggal, 2026-01-20", TEXT), "place": ("kode kelurahan", TEXT),
    "year": ("tahun rencana", {"type": "integer", "minimum": 0, "maximum": 9999}), "purse": ("dana", TEXT),
}  # fmt: skip
