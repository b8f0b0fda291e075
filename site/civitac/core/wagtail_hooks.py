"""The identity of the house in the Wagtail admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def dress_the_administration() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
