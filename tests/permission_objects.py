"""One thing of each kind in Ouahigouya's space, and what the animation team keeps, for the matrix of permissions."""

from __future__ import annotations

from io import BytesIO

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, Site, Task, Workflow

from accounts.models import User
from alerts import workflow
from alerts.enums import Agreement, ListedKind, ListState
from alerts.models import (
    AlertKind,
    AlertTemplate,
    AuthorityLabel,
    Budget,
    DiffusionGroup,
    IncomingText,
    ListImport,
    SmsSettings,
    Tariff,
)
from data_pages.enums import ImportState
from data_pages.models import (
    Boundary,
    CivitacDocument,
    DocumentContent,
    DocumentKind,
    Indicator,
    Observation,
    StatisticTable,
    TableImport,
)
from home.models import ContactMessage
from media_library.models import CivitacImage, CivitacMedia
from spaces.enums import SpaceKind
from spaces.models import ArticlePage, Author, EnrolmentRequest, OfficeTitle, Space
from territories.models import Territory, Theme
from tests.alerts.telling import tell

# What only those who may work on it read. Pictures are public from the first, in the open API too.
SECRETS = (
    "Un brouillon",
    "Un article soumis",
    "confidentiel des membres",
    "Un son à nous",
    "Une plume",
    "Une note à nous",
    "Un message à nous",
)
# What describes a document or a table is public, in the catalogue too; their rows in the admin are not. Nor do lists name
# the people of another space, or the words they tag with.
SECRETS_OF_THE_ADMIN = ("Un document à nous", "Un tableau à nous", "Editrice (exemple)", "Mot à nous")
FIGURE = 424_242


class _Sample(dict):
    """Any number for any name: enough to find the view of an address."""

    def __missing__(self, name: str) -> str:
        return "a.txt" if name in ("file", "version") else "1"


SAMPLE = _Sample()


def make_objects(space: Space, editor: User, citizen: User) -> dict[str, object]:
    """Name → what stands for it in an address."""
    public = add_article(space, "Un article public", editor)
    public.get_latest_revision().publish(skip_permission_checks=True)
    draft = add_article(space, "Un brouillon", editor)
    submitted = add_article(space, "Un article soumis", editor)
    review = submitted.get_workflow().start(submitted, editor)
    ours = {"collection": space.collection, "uploaded_by_user": editor}
    image = CivitacImage.objects.create(title="Une image à nous", file=drawing(), **ours)
    document = CivitacDocument.objects.create(
        title="Un document à nous", file=ContentFile(b"a", "a.txt"), visibility="members", **ours
    )
    document.file = ContentFile(b"Le mot confidentiel des membres", "b.txt")
    document.save()
    DocumentContent.objects.filter(pk=document.pk).update(
        state="read", text="Le mot confidentiel des membres", first_page=document.file.name
    )
    medium = CivitacMedia.objects.create(
        title="Un son à nous", file=ContentFile(b"a", "a.mp3"), type="audio", duration=1, **ours
    )
    theme = Theme.objects.create(name="Eau", slug="eau")
    request = EnrolmentRequest.objects.create(
        kind=SpaceKind.ORGANISATION,
        name="Une association",
        territory=space.territory,
        contact_name="Une responsable",
        contact_function="Présidente",
        email="association@exemple.civitac.test",
        charter_published_at=timezone.now(),
    )
    indicator = Indicator.objects.create(code="forages", name="Forages", definition="Forages.", unit="forages")
    table = StatisticTable.objects.create(
        title="Un tableau à nous", source="Nous", visibility="members", collection=space.collection
    )
    Observation.objects.create(
        table=table, indicator=indicator, territory=space.territory, period="2024", value=FIGURE, note="Une note à nous"
    )
    Boundary.objects.create(territory=space.territory, path="M0 0h9v9z", box=[0, 0, 9, 9], centre=[4, 4])
    imported = TableImport.objects.create(
        table=table,
        name="chiffres-a-nous.csv",
        file=ContentFile(b"Commune;2024\r\nNulle part;x\r\n", "a.csv"),
        state=ImportState.PREVIEWED,
        counts={"wrong": 1},
    )
    sent = tell("Une crue", space.collection)
    unsent = tell("Une alerte à nous", space.collection, state="draft", started_at=None)
    return {
        "home": Page.objects.get(depth=2).pk,
        "space": space.pk,
        "sheet": space.page_id,
        "public": public.pk,
        "draft": draft.pk,
        "submitted": submitted.pk,
        "revision": draft.latest_revision_id,
        "review": review.pk,
        "reading": review.current_task_state_id,
        "task": Task.objects.get().pk,
        "workflow": Workflow.objects.get(active=True).pk,
        "image": image.pk,
        "document": document.pk,
        "file": document.filename,
        "version": document.versions.get().filename,
        "kind": DocumentKind.objects.create(name="Budget", slug="budget").pk,
        "medium": medium.pk,
        "author": Author.objects.create(name="Une plume", collection=space.collection).pk,
        "indicator": indicator.pk,
        "table": table.pk,
        "import": imported.pk,
        # Before the group, which a message that begins would take at once.
        **messages_of(space, editor),
        **group_of(space),
        "office": OfficeTitle.objects.first().pk,
        "territory": Territory.objects.get(slug="ouahigouya").pk,
        "theme": theme.pk,
        "collection": Collection.objects.get(pk=space.collection_id).pk,
        "site": Site.objects.get().pk,
        "person": citizen.pk,
        "group": space.editors_id,
        "redirect": Redirect.objects.create(old_path="/ancien", redirect_link="/").pk,
        "message": ContactMessage.objects.create(name="x", reply_to="y", subject="z", body="w").pk,
        "request": request.pk,
        "text": IncomingText.objects.create(number="+22670900001", text="Un texte").pk,
        "answer": IncomingText.objects.create(number="+22670900002", text="Une réponse", about=sent).pk,
        "told": sent.pk,
        "unsent": unsent.pk,
        "type": ContentType.objects.get_for_model(ArticlePage).pk,
    }


def messages_of(space: Space, editor: User) -> dict[str, object]:
    kind = AlertKind.objects.create(name="Coupure d’eau")
    draft = workflow.begin(editor, space.collection, kind)
    draft.headline = "Un message à nous"
    draft.save()
    template = AlertTemplate.objects.create(name="Un texte prêt", kind=kind, collection=space.collection)
    month = timezone.localdate().replace(day=1)
    return {
        "alert": draft.pk,
        "version_of_alert": draft.latest_revision_id,
        "sms": SmsSettings.load().pk,
        "ready": template.pk,
        "kind_of_message": kind.pk,
        "label": AuthorityLabel.objects.create(severity="Minor", label="Avis").pk,
        "tariff": Tariff.objects.create(operator="Réseau", prefixes="70", price=20).pk,
        "budget": Budget.objects.create(collection=space.collection, month=month, amount=1000).pk,
    }


def group_of(space: Space) -> dict[str, object]:
    group = DiffusionGroup.objects.create(
        name="Un groupe à nous", description="Quand l’eau monte.", collection=space.collection
    )
    waiting = ListImport.objects.create(
        group=group,
        name="liste-a-nous.csv",
        size=1,
        agreement=Agreement.MEETING,
        agreed_on=timezone.localdate(),
        source="Une réunion",
        state=ListState.PREVIEWED,
        reading={
            "sheet": "",
            "sheets": [""],
            "columns": {"sheet": "", "number": 0, "heading": 0, "language": None},
            "choices": [],
        },
        counts=dict.fromkeys(ListedKind.values, 0),
    )
    return {"diffusion": group.pk, "list": waiting.pk}


def add_article(space: Space, title: str, editor: User) -> ArticlePage:
    article = ArticlePage(
        title=title, owner=editor, live=False, body=[{"type": "paragraph", "value": f"<p>{title}</p>"}]
    )
    Page.objects.get(pk=space.page_id).add_child(instance=article)
    article.tags.add("Mot à nous")
    article.save_revision(user=editor, log_action=True)
    return article


def drawing() -> ContentFile:
    stream = BytesIO()
    Image.new("RGB", (4, 4), "green").save(stream, "PNG")
    return ContentFile(stream.getvalue(), "a.png")
