from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from data_pages.drawing.geojson import BoundaryError, listed
from data_pages.drawing.grid import LEVELS
from data_pages.drawing.importing import import_boundaries
from data_pages.models import Boundary
from territories.enums import Level


class Command(BaseCommand):
    help = (
        "Take in the outlines of regions, provinces or communes from a GeoJSON file, for the maps of figures. The file "
        "replaces the outlines of its level; nothing is written if one of its areas is not recognised."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--level", choices=[level.value for level in LEVELS], help="what the areas are")
        parser.add_argument("--source", default="", help="who made the outlines, and their licence")
        parser.add_argument(
            "--dissolve", action="store_true", help="also draw the levels above, by joining the areas of the file"
        )

    def handle(self, *args: object, **options: object) -> None:
        source = str(options["source"]).strip() or options["file"].name
        longest = Boundary._meta.get_field("source").max_length
        if len(source) > longest:
            raise CommandError(f"--source : {longest} signes au plus.")
        level = Level(options["level"]) if options["level"] else None
        try:
            taken = import_boundaries(options["file"], level=level, source=source, dissolve=options["dissolve"])
        except BoundaryError as error:
            raise CommandError(str(error)) from error
        for each in taken:
            self.stdout.write(
                f"{each.level.label} : contours ajoutés {each.created}, corrigés {each.changed}, retirés {each.removed},"
                f" inchangés {each.same}."
            )
            if each.lacking:
                self.stdout.write(f"Sans contour ({len(each.lacking)}) :\n{listed(each.lacking)}")
