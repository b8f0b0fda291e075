import os

from django.core.wsgi import get_wsgi_application

from civitac.core.charsets import answering_readable_requests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civitac.settings.production")

application = answering_readable_requests(get_wsgi_application())
