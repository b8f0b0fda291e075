from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .viewsets import TerritoriesAndThemes

register_snippet(TerritoriesAndThemes)


@hooks.register("register_icons")
def add_icon_of_places(icons: list[str]) -> list[str]:
    return [*icons, "territories/admin/place.svg"]
