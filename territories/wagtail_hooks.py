from wagtail.snippets.models import register_snippet

from .viewsets import TerritoriesAndThemes

register_snippet(TerritoriesAndThemes)
