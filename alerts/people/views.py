"""The people of a group, for whoever may change the group; and the journal of consent, for the animation team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.auth import require_admin_access
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from accounts.permissions import is_animator
from civitac.core.paging import paged
from civitac.core.sheets.writing import lines
from civitac.core.text import harmless
from spaces.enums import TextLanguage

from .. import consent
from ..costs import PREFIX, Prices
from ..enums import Channel
from ..models import Consent, Subscriber
from .forms import LanguageForm, NumberForm, PersonForm
from .group import SCREENS, OfOneGroup, address, buttons, shown

PER_PAGE, LATEST_LISTS = 50, 5


class PeopleView(OfOneGroup, View):
    """Who is in a group: counts, the list, and what is done at the desk.

    A number is looked for whole, and is sent in the body of the request: it stays out of addresses and their logs.
    """

    template_name = "alerts/admin/people.html"
    page_title = SCREENS["people"].label

    found: Subscriber | None = None
    looked_for = ""

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return buttons(HeaderButton, self.object, "lists")

    @cached_property
    def forms(self) -> dict[str, PersonForm | NumberForm | LanguageForm]:
        act = self.request.POST.get("act")
        return {
            "person": PersonForm(self.request.POST if act == "add" else None, prefix="add"),
            "find": NumberForm(self.request.POST if act == "find" else None, prefix="find"),
            "speak": LanguageForm(
                self.request.POST if act == "speak" else None,
                prefix="speak",
                initial={"language": self.found and self.found.language},
            ),
        }

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        acts = {"add": self.add, "find": self.find, "remove": self.remove, "speak": self.speak}
        if (act := acts.get(request.POST.get("act", ""))) is None:
            raise Http404
        return act() or self.render_to_response(self.get_context_data())

    def add(self) -> HttpResponse | None:
        form = self.forms["person"]
        if not form.is_valid():
            return None
        given = form.cleaned_data
        try:
            joined = consent.join(
                given["number"],
                [self.object],
                language=given["language"],
                channel=Channel.DESK,
                source=given["source"],
                by=self.request.user,
            )
        except consent.StoppedError:
            form.add_error(
                "number",
                _(
                    "This number asked to receive nothing any more: only its owner can come back, by a code on the site."
                ),
            )
            return None
        number = shown(given["number"])
        if joined:
            messages.success(self.request, _("%(number)s is in the group.") % {"number": number})
        else:
            messages.info(self.request, _("%(number)s was in the group already.") % {"number": number})
        if (spoken := consent.language_of(given["number"])) != given["language"]:
            messages.warning(
                self.request,
                _(
                    "This number received messages already: they stay in %(language)s. If its owner asks for another"
                    " language, find the number below and change it."
                )
                % {"language": spoken.label.lower()},
            )
        return redirect(self.request.path)

    def find(self) -> None:
        form = self.forms["find"]
        if form.is_valid():
            self.looked_for = form.cleaned_data["number"]
            self.found = self.people.filter(number=self.looked_for).first()

    def remove(self) -> HttpResponse:
        person = self.chosen()
        if person and consent.leave(person.number, [self.object], channel=Channel.DESK, by=self.request.user):
            messages.success(
                self.request, _("%(number)s is no longer in the group.") % {"number": shown(person.number)}
            )
        else:
            self.say_gone()
        return redirect(self.request.path)

    def speak(self) -> HttpResponse | None:
        person = self.chosen()
        if person is None:
            self.say_gone()
            return redirect(self.request.path)
        form = self.forms["speak"]
        if not form.is_valid():
            self.found, self.looked_for = person, person.number
            return None
        asked = form.cleaned_data
        consent.speak(
            person.number, asked["language"], channel=Channel.DESK, source=asked["source"], by=self.request.user
        )
        said = {"number": shown(person.number), "language": TextLanguage(asked["language"]).label.lower()}
        messages.success(
            self.request, _("%(number)s now receives its messages in %(language)s, from every sender.") % said
        )
        return redirect(self.request.path)

    def chosen(self) -> Subscriber | None:
        """Whom a button stood beside; None who has left the group since."""
        key = self.request.POST.get("person", "")
        return self.people.filter(pk=int(key)).first() if key.isascii() and key.isdecimal() and len(key) < 12 else None

    def say_gone(self) -> None:
        messages.info(self.request, _("This person had left the group already."))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        languages, operators = self.counts()
        page = paged(self.request, self.people, PER_PAGE)
        return super().get_context_data(**kwargs) | {
            "group": self.object,
            "person_form": self.forms["person"],
            "find_form": self.forms["find"],
            "language_form": self.forms["speak"],
            "looked_for": shown(self.looked_for) if self.looked_for else "",
            "found": self.found and (self.found, shown(self.found.number)),
            "languages": languages,
            "operators": operators,
            "total": sum(languages.values()),
            "export_url": address(self.object, "export_people"),
            "lists_url": address(self.object, "lists"),
            "lists": self.object.lists.select_related("made_by").defer("reading")[:LATEST_LISTS],
            "page": page,
            "lines": [(person, shown(person.number)) for person in page],
        }

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many people by language and by operator, the most first."""
        prices = Prices.current()
        languages: Counter[str] = Counter()
        operators: Counter[str] = Counter()
        tally = self.people.order_by().values_list("language", PREFIX).annotate(Count("pk"))
        for language, prefix, number in tally:
            languages[str(TextLanguage(language).label)] += number
            operators[prices.of(prefix)[0]] += number
        return dict(languages.most_common()), dict(operators.most_common())


class ExportView(OfOneGroup, View):
    """The people of a group for a spreadsheet; who took it is written in the group's history."""

    page_title = gettext_lazy("Export")

    def post(self, request: HttpRequest, pk: int) -> StreamingHttpResponse:
        log(self.object, "alerts.export_people", user=request.user, data={"number": self.people.count()})
        name = f"groupe-{self.object.pk}-{timezone.localdate():%Y-%m-%d}.csv"
        return StreamingHttpResponse(
            lines(self.rows()),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
        )

    def rows(self) -> Iterator[list[str]]:
        yield [_("Mobile number"), _("Language"), _("In the group since")]
        people = self.people.values_list("number", "language", "memberships__joined_at")
        for number, language, since in people.iterator(2000):
            label = str(TextLanguage(language).label)
            yield [shown(number), harmless(label), f"{timezone.localtime(since):%d/%m/%Y}"]


@require_admin_access
def journal(request: HttpRequest) -> HttpResponse:
    """What the journal of consent says of one number, for the animation team."""
    if not is_animator(request.user):
        raise PermissionDenied
    form = NumberForm(request.POST or None)
    entries = None
    if form.is_valid():
        entries = Consent.objects.filter(number=form.cleaned_data["number"]).select_related("by")
    return render(request, "alerts/admin/consents.html", {"form": form, "entries": entries})
