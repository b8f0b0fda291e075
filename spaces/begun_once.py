"""A page begun in the Wagtail admin is made once, however often its first form arrives.

While autosave makes the page, the form in the browser still bears the address of a new one: whoever presses a button
then, or sends again what got no answer, would make a second page. A new form therefore carries a key, the page it makes
keeps what follows from the key as its `translation_key`, and the same form arriving again is a change of that page.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID, uuid4, uuid5

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.admin import messages
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Comment, Page


class BegunAlreadyView(EditView):
    """What arrives from the form of a new page whose page stands: its rows know no keys, so they replace those saved, all but
    what others said in comments.
    """

    shown_again: Callable[[ModelForm], HttpResponse] | None = None

    def get_object(self) -> Page:
        page = super().get_object()
        for relation in get_all_child_relations(page):
            rows = getattr(page, relation.get_accessor_name())
            rows.set([row for row in rows.all() if isinstance(row, Comment) and others_speak(row, self.request.user)])
        return page

    @cached_property
    def is_out_of_date(self) -> bool:
        """Autosave goes on from the revision that it made; one that never heard of any, only from the first."""
        if "overwrite_revision_id" in self.request.POST:
            return super().is_out_of_date
        return self.real_page_record.revisions.count() > 1

    def save_action(self) -> HttpResponse:
        """Tells autosave where the page is, as it would have been told the first time."""
        response = super().save_action()
        if not isinstance(response, JsonResponse):
            return response
        told = json.loads(response.content)
        if told["success"]:
            told.pop("html")
            address = self.get_edit_url()
            told |= {"url": address, "hydrate_url": set_query_params(address, {"_w_hydrate_create_view": "1"})}
        return JsonResponse(told, status=response.status_code)

    def form_invalid(self, form: ModelForm) -> HttpResponse:
        if self.expects_json_response:
            return super().form_invalid(form)
        if self.locked_for_user:
            messages.error(
                self.request, _("The page is locked, as it is while it is being reviewed: nothing has changed.")
            )
            return redirect(self.get_edit_url())
        return self.shown_again(form)


def others_speak(comment: Comment, user: AbstractBaseUser) -> bool:
    return any(said.user_id != user.pk for said in (comment, *comment.replies.all()))


class BegunOnceView(CreateView):
    """Wagtail's own view, with a key in its form."""

    template_name = "spaces/admin/begun_once.html"

    @cached_property
    def form_key(self) -> UUID:
        try:
            return UUID(self.request.POST.get("form_key", ""))
        except ValueError:
            return uuid4()

    @property
    def page_key(self) -> UUID:
        """Nobody can send a key that meets another person's page."""
        return uuid5(self.form_key, f"{self.request.user.pk} {self.parent_page.pk}")

    def post(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            # The same form may be under way twice: the second waits here until the first has made its page. What others
            # begin meanwhile is counted too: a parent that knew of no children would find every slug free.
            self.parent_page.numchild = Page.objects.select_for_update().get(pk=self.parent_page.pk).numchild
            begun = Page.objects.filter(translation_key=self.page_key).first()
            if begun is None:
                self.page.translation_key = self.page_key
                return super().post(request)
            return BegunAlreadyView.as_view(shown_again=self.show_again)(request, begun.pk)

    def show_again(self, form: ModelForm) -> HttpResponse:
        self.form, self.page = form, form.instance
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(**kwargs) | {"form_key": self.form_key}
