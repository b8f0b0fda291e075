"""What lists of articles are written with. Loaded where it is used."""

from __future__ import annotations

from django import template

from ..models import ArticlePage, shown_spaces

register = template.Library()


@register.simple_tag(takes_context=True)
def space_title(context: template.Context, article: ArticlePage) -> str:
    """The title of the space that an article stands in."""
    return str(shown_spaces(context["request"]).get(article.space_id, ""))
