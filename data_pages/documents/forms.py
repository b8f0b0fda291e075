from django.core.files import File
from wagtail.documents.forms import BaseDocumentForm

from civitac.core.uploads import check_content


class CivitacDocumentForm(BaseDocumentForm):
    """A document's form, which looks into the file that is sent."""

    def clean_file(self) -> File:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            check_content(file)
        return file
