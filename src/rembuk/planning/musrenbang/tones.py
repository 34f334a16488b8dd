"""The colour of each state of a proposal."""

from rembuk.planning.musrenbang.models import Status

_OTHER: dict[str, str] = {
    Status.RETURNED: "soon", Status.POSTPONED: "soon", Status.REFUSED: "late", Status.CANCELLED: "late",
    Status.WITHDRAWN: "", Status.MERGED: "", Status.DPA: "done", Status.CONTRACT: "done", Status.BUILT: "done",
}  # fmt: skip
TONES = {state: _OTHER.get(state, "info") for state in Status.values}
