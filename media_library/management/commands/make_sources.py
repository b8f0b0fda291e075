from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from civitac.core.cache import renew_pages
from media_library.models import CivitacImage
from media_library.services import make_sources


class Command(BaseCommand):
    help = "Make the versions of pictures that readers download, where they are missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="Also remake those that exist.")

    def handle(self, *args: object, **options: object) -> None:
        images = CivitacImage.objects.all() if options["all"] else CivitacImage.objects.filter(sources={})
        made = 0
        for image in images.iterator(chunk_size=100):
            try:
                make_sources(image)
                made += 1
            except Exception as error:
                self.stderr.write(f"Image {image.pk} : {error}")
        if made:
            renew_pages()
        self.stdout.write(f"{made} image(s) préparée(s).")
