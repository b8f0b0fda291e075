from wagtail.images.forms import BaseImageForm


class CivitacImageForm(BaseImageForm):
    pass
