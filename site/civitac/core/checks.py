"""House rules, held by `manage.py check`."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from wagtail.blocks import Block, StreamBlock, StructBlock
from wagtail.fields import StreamField


def own_blocks() -> Iterator[tuple[str, Block]]:
    """Every block that an editor can pick in one of the project's own stream fields, with where it stands."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField) and field.model is model:
                yield from picked_blocks(f"{model._meta.label}.{field.name}", field.stream_block)


def picked_blocks(place: str, stream: StreamBlock) -> Iterator[tuple[str, Block]]:
    for name, block in stream.child_blocks.items():
        yield f"{place}.{name}", block


@checks.register("civitac")
def every_block_can_be_picked_and_shown(app_configs: list[AppConfig] | None, **_options: object) -> list[checks.Error]:
    """A block has a template that exists, a preview, a description, an icon and a label."""
    problems = []
    for place, block in own_blocks():
        missing = [word for word in ("icon", "label", "description") if not getattr(block.meta, word, None)]
        if not block.is_previewable:
            missing.append("preview_value")
        template = getattr(block.meta, "template", None)
        if template is None and isinstance(block, StructBlock):
            missing.append("template")
        if template is not None:
            try:
                get_template(template)
            except TemplateDoesNotExist:
                missing.append(f"template file {template}")
        if missing:
            problems.append(checks.Error(f"{place} lacks {', '.join(missing)}", id="civitac.E001"))
    return problems


@checks.register("civitac", deploy=True)
def the_site_has_a_whole_address(app_configs: list[AppConfig] | None, **_options: object) -> list[checks.Error]:
    """Links in e-mails, feeds and the catalogue are made of it: without a scheme they lead nowhere."""
    address = urlsplit(settings.SITE_URL)
    if address.scheme in ("http", "https") and address.hostname and not (address.path or address.query):
        return []
    wanted = "https:// and a name, without a final slash"
    return [checks.Error(f"SITE_URL={settings.SITE_URL}: not an address ({wanted}).", id="civitac.E002")]


@checks.register("civitac", deploy=True)
def text_messages_leave(app_configs: list[AppConfig] | None, **_options: object) -> list[checks.Warning]:
    """In production the console transport would write every sign-in code into the log, and reach nobody."""
    if settings.SMS_GATEWAY not in ("console", "memory"):
        return []
    return [checks.Warning(f"SMS_GATEWAY={settings.SMS_GATEWAY}: no text message leaves.", id="civitac.W001")]
