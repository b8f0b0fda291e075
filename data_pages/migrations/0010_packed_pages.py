from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('data_pages', '0009_importing'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='importpage',
            name='lines',
        ),
        migrations.AddField(
            model_name='importpage',
            name='packed',
            field=models.BinaryField(default=b''),
            preserve_default=False,
        ),
    ]
