"""The animation team's and the spaces' own screens in the Wagtail admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from civitac.core.on_line import KeepsWhatWasApproved
from civitac.core.ownership import SpaceOwnedChooserViewSet, SpaceOwnedForm, SpaceOwnedViewSet

from .models import Author, OfficeTitle


class AuthorForm(KeepsWhatWasApproved, SpaceOwnedForm):
    """A name can be withheld at once; once it is, it comes back on line as it came there, through those who publish."""

    approved = ("name", "role")
    instead = _(
        "The name and the role stay as they were approved: to sign otherwise, add another author, choose them in the"
        " article and submit the article. You may withhold the name at once."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        person = kwargs.get("for_user")
        super().__init__(*args, **kwargs)
        self.keep_what_was_approved(person)
        if self.kept_because and self.instance.is_withheld:
            self.keep("is_withheld")

    class Meta:
        model = Author
        fields = ["name", "role", "is_withheld", "collection"]


class AuthorChooserViewSet(SpaceOwnedChooserViewSet):
    icon = "user"
    choose_one_text = _("Choose an author")
    choose_another_text = _("Choose another author")
    creation_tab_label = _("New author")
    creation_form_class = AuthorForm


class AuthorViewSet(SpaceOwnedViewSet):
    model = Author
    icon = "user"
    menu_label = _("Authors")
    menu_order = 450
    add_to_admin_menu = True
    chooser_viewset_class = AuthorChooserViewSet
    row_form_class = AuthorForm
    list_display = [
        "name",
        "role",
        BooleanColumn("is_withheld", label=_("Withheld")),
        Column("collection", label=_("Space")),
    ]
    list_per_page = 50
    search_fields = ["name", "role"]
    search_backend_name = None


class OfficeTitleChooserViewSet(SnippetChooserViewSet):
    @property
    def widget_class(self) -> type:
        """Managers choose titles, and may change none."""
        return type("OfficeTitleChooser", (super().widget_class,), {"show_edit_link": False})


class OfficeTitleViewSet(SnippetViewSet):
    model = OfficeTitle
    chooser_viewset_class = OfficeTitleChooserViewSet
    icon = "tag"
    menu_label = _("Titles of office")
    menu_order = 620
    add_to_settings_menu = True
    list_display = ["name", "kind", "valid_from", "valid_to"]
    list_filter = ["kind"]
    copy_view_enabled = False
