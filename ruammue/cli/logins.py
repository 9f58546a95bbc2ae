"""What a command prints so that people can come in. No Django."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Login:
    """One way in: whom it lets in, at which tenant, with what. Printed once; only the demonstration keeps it."""

    who: str
    slug: str
    sign_in: str
    password: str


def table(logins: list[Login]) -> str:
    """The logins one below another, as they are read aloud or copied by hand."""
    return "\n".join(f"  {login.who} (/{login.slug}/)\n      {login.sign_in}    {login.password}" for login in logins)
