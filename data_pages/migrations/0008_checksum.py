from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("data_pages", "0007_document_words")]
    operations = [
        migrations.AddField(
            model_name="documentcontent", name="sha256", field=models.CharField(blank=True, max_length=64)
        ),
    ]
