"""The identity of the house in the Wagtail admin, the links of its texts, and acts on many rows."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from .cache import renew_pages
from .links import DocumentLinks, PageLinks


@hooks.register("insert_global_admin_css")
def dress_the_administration() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_rich_text_features", order=10)
def resolve_links_together(features: FeatureRegistry) -> None:
    features.register_link_type(PageLinks)
    features.register_link_type(DocumentLinks)


@hooks.register("after_bulk_action")
def renew_what_many_rows_were_on(_request: HttpRequest, *_act: object) -> None:
    """Rows that Wagtail changes many at once, such as those it moves to another collection, send no signal."""
    renew_pages()
