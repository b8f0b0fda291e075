FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=civitac.settings.production
# Recognises the text of scanned documents.
RUN apt-get update && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-fra \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN DJANGO_SETTINGS_MODULE=civitac.settings.demo python manage.py collectstatic --noinput \
    && rm -rf var && useradd --uid 1000 --create-home civitac && mkdir -p var && chown -R civitac var
USER civitac
CMD ["gunicorn"]
