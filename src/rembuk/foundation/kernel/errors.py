"""The one error that a deed raises when it cannot be done."""


class Refused(Exception):
    """A deed was not done; `message` is an Indonesian sentence that tells the person what to do next.

    `code` is stable and asserted by tests; `field` names the form field it belongs to, if any.
    """

    def __init__(self, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field

    def __reduce__(self) -> tuple[type["Refused"], tuple[str, str, str | None]]:
        return type(self), (self.code, self.message, self.field)
