"""Ways in and out, of the installation: allauth's pages that we use, and no others."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
