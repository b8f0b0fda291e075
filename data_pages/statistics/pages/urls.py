from django.urls import path, register_converter

from . import compare, files, front, indicator, table, territory
from .taking_away import FORMATS


class FileForm:
    """The ending of a file in which figures are taken away."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SpreadsheetForm(FileForm):
    regex = "csv|xlsx"


register_converter(FileForm, "figures_file")
register_converter(SpreadsheetForm, "spreadsheet_file")

urlpatterns = [
    path("", front.home, name="home"),
    path("statistiques/", front.statistics, name="statistics"),
    path("territoires/", front.places, name="places"),
    path("territoires/<slug:code>/", territory.territory, name="territory"),
    path("organisations/<slug:slug>/", territory.organisation, name="organisation"),
    path("tableaux/<int:pk>/", table.table, name="table"),
    path("tableaux/<int:pk>.<figures_file:form>", files.table_file, name="table_file"),
    path("indicateurs/<slug:code>/", indicator.indicator, name="indicator"),
    path("indicateurs/<slug:code>.<figures_file:form>", files.indicator_file, name="indicator_file"),
    path("comparer/", compare.comparator, name="compare"),
    path("comparer.<spreadsheet_file:form>", compare.comparator_file, name="compare_file"),
]
