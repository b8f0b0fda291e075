"""The index of words of documents, kept by the database itself.

PostgreSQL: `described` (title, description) is searched for everyone; `words` holds that and the text, searched for those
who may open the document. French stemming on words without accents (civitac_french, migration 0001 of core). A text too
long for one tsvector (1 MB, PostgreSQL 12.11.1) is indexed by its beginning.

SQLite: see `data_pages.documents.indexing`, which every `migrate` calls.
"""

from django.db import migrations

from civitac.core.migrating import on_postgresql

POSTGRESQL = """
ALTER TABLE data_pages_documentcontent ADD COLUMN described tsvector, ADD COLUMN words tsvector;
CREATE FUNCTION data_pages_index_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE longest integer := 250000;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.words IS NOT NULL
        AND (NEW.title, NEW.description, NEW.text) IS NOT DISTINCT FROM (OLD.title, OLD.description, OLD.text)
    THEN
        RETURN NEW;
    END IF;
    NEW.described := setweight(to_tsvector('civitac_french', NEW.title), 'A')
        || setweight(to_tsvector('civitac_french', NEW.description), 'B');
    BEGIN
        NEW.words := NEW.described || to_tsvector('civitac_french', NEW.text);
    EXCEPTION WHEN program_limit_exceeded THEN
        NEW.words := NEW.described || to_tsvector('civitac_french', left(NEW.text, longest));
    END;
    RETURN NEW;
END $$;
CREATE TRIGGER data_pages_index_words BEFORE INSERT OR UPDATE ON data_pages_documentcontent
    FOR EACH ROW EXECUTE FUNCTION data_pages_index_words();
UPDATE data_pages_documentcontent SET title = title;
CREATE INDEX data_pages_documentcontent_words ON data_pages_documentcontent USING gin (words);
"""
DROP_POSTGRESQL = """
DROP TRIGGER IF EXISTS data_pages_index_words ON data_pages_documentcontent;
DROP FUNCTION IF EXISTS data_pages_index_words;
ALTER TABLE data_pages_documentcontent DROP COLUMN described, DROP COLUMN words;
"""


class Migration(migrations.Migration):
    dependencies = [("data_pages", "0006_documents_inside"), ("core", "0001_search_configuration")]
    operations = [on_postgresql(POSTGRESQL, DROP_POSTGRESQL)]
