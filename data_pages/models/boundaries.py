from django.db import models
from django.utils.translation import gettext_lazy as _


class Boundary(models.Model):
    """The outline of a territory on the present map, simplified together with its neighbours and ready to be drawn.

    For thematic maps only: outlines are approximate (see `import_boundaries`).
    """

    territory = models.OneToOneField("territories.Territory", models.CASCADE, related_name="boundary")
    # SVG path data in whole units of the map's grid (data_pages.drawing.grid).
    path = models.TextField()
    # West, north, east, south in units of the same grid.
    box = models.JSONField()
    # A point well inside, x and y in the same units: where a word stands.
    centre = models.JSONField()
    source = models.CharField(_("source"), max_length=250)

    class Meta:
        verbose_name = _("outline of a territory")
        verbose_name_plural = _("outlines of territories")

    def __str__(self) -> str:
        return str(self.territory)
