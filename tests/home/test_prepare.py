"""`prepare` says at once what would fail later, before a reader."""

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_stops_an_installation(settings, tmp_path):
    in_the_way = tmp_path / "var"
    in_the_way.touch()
    settings.MEDIA_ROOT = in_the_way / "media"
    with pytest.raises(CommandError, match=f"Civitac ne démarre pas.*{in_the_way}"):
        call_command("prepare")
