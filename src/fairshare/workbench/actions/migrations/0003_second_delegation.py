from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0002_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="motion",
            name="to_capacity",
            field=models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="motion",
            name="to_state",
            field=models.CharField(blank=True, default="", max_length=2),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="motion",
            name="to_body",
            field=models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="motion",
            name="effect",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
    ]
