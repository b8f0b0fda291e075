"""A secretary puts documents on line, one or many at once, and replaces one without losing the former."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from data_pages.documents.kinds import guess
from data_pages.models import CivitacDocument, DocumentContent, DocumentKind
from tests.conftest import make_territory
from tests.data_pages.documents.samples import a_pdf
from tests.reading import main, read, words

pytestmark = pytest.mark.django_db

ADD, MANY = reverse("wagtaildocs:add"), reverse("wagtaildocs:add_multiple")


def upload(
    name: str = "budget_primitif_2024.pdf", text: str = "Recettes et dépenses de la commune"
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_pdf(text))


@pytest.fixture
def secretary(signed_in, editor, kinds):
    return signed_in(editor)


def sent(browser, address, **fields):
    response = browser.post(address, fields)
    assert response.status_code == 302, errors_in(response)
    return CivitacDocument.objects.latest("pk")


def errors_in(response) -> str:
    page = BeautifulSoup(response.content.decode(), "html.parser")
    return " ".join(words(each) for each in page.select(".error-message, .messages"))


@pytest.mark.parametrize(
    ("name", "title", "kind", "first", "last"),
    [
        ("budget_primitif_2024.pdf", "Budget primitif 2024", "budget-primitif", 2024, None),
        ("BP-2025-Kaya.pdf", "BP 2025 Kaya", "budget-primitif", 2025, None),
        ("PCD 2024-2028 version finale.pdf", "PCD 2024-2028 version finale", "plan-communal-de-developpement", 2024, 2028),
        ("plan_regional_de_developpement_2022-2026.pdf", "Plan regional de developpement 2022-2026",
         "plan-regional-de-developpement", 2022, 2026),
        ("PV session du 12-03-2023.pdf", "PV session du 12-03-2023", "proces-verbal", 2023, None),
        ("compte administratif.pdf", "Compte administratif", "compte-administratif", None, None),
        ("plan-de-passation-des-marches-2024.xlsx", "Plan de passation des marches 2024", "plan-de-passation-des-marches",
         2024, None),
        ("scan0001.pdf", "Scan0001", None, None, None),
        ("campagne 2019 et 2020.pdf", "Campagne 2019 et 2020", None, None, None),
        ("12024.pdf", "12024", None, None, None),
    ],
)  # fmt: skip
def test_a_name_says_what_it_is(kinds, name, title, kind, first, last):
    found = guess(name)
    assert (found.title, found.kind and found.kind.slug, found.first_year, found.last_year) == (
        title,
        kind,
        first,
        last,
    )


def test_a_budget_goes_on_line_with_its_file_alone(secretary, space_a):
    document = sent(secretary, ADD, title="budget_primitif_2024", file=upload())
    assert document.title == "Budget primitif 2024"
    assert (document.kind.slug, document.first_year, document.visibility) == ("budget-primitif", 2024, "identified")
    assert (document.collection, document.territory) == (space_a.collection, space_a.territory)
    assert document.content.state == "waiting"


def test_each_form_says_what_a_title_is_for(secretary, space_a):
    document = sent(secretary, ADD, title="budget_primitif_2024", file=upload())
    for address in (ADD, reverse("wagtaildocs:edit", args=[document.pk])):
        field = main(read(secretary, address)).select_one("[data-contentpath=title]")
        assert "pour qui ne le connaît pas" in words(field)


def test_places_of_one_name_are_told_apart_by_what_they_lie_in(secretary, country):
    for above in ("province", "region"):
        make_territory("commune", "Boussouma", country[above], slug=f"boussouma-{above}", code=above)
    offered = [words(each) for each in read(secretary, ADD).select("select[name=territory] option")]
    assert {"Boussouma (commune, Yatenga)", "Boussouma (commune, Yaadga)"} <= set(offered)


def test_what_is_typed_wins_over_what_is_guessed(secretary, kinds):
    document = sent(
        secretary, ADD, title="Budget de Ouahigouya", file=upload(), kind=kinds["convention"].pk, first_year="2020",
        last_year="2022", visibility="public", adopted_on="2019-12-01", summary="Recettes et dépenses.", language="mos",
    )  # fmt: skip
    assert document.title == "Budget de Ouahigouya"
    assert (document.kind.slug, document.years, document.visibility) == ("convention", "2020–2022", "public")
    assert (str(document.adopted_on), document.language) == ("2019-12-01", "mos")


def test_several_files_at_once_are_documents_at_once(secretary):
    for name in ("budget_primitif_2024.pdf", "PV session 2023.pdf"):
        answer = secretary.post(
            MANY, {"title": name, "files[]": upload(name)}, headers={"x-requested-with": "XMLHttpRequest"}
        )
        assert answer.json()["success"] is True and "doc_id" in answer.json()
    assert list(
        CivitacDocument.objects.order_by("pk").values_list("title", "kind__slug", "first_year", "visibility")
    ) == [
        ("Budget primitif 2024", "budget-primitif", 2024, "identified"),
        ("PV session 2023", "proces-verbal", 2023, "identified"),
    ]


def test_each_of_several_files_is_completed_where_it_was_sent(secretary, kinds):
    secretary.post(
        MANY, {"title": "scan", "files[]": upload("scan.pdf")}, headers={"x-requested-with": "XMLHttpRequest"}
    )
    pk = CivitacDocument.objects.get().pk
    fields = {"title": "Convention", "kind": kinds["convention"].pk, "first_year": "2021", "visibility": "members"}
    answer = secretary.post(
        reverse("wagtaildocs:edit_multiple", args=[pk]),
        {f"doc-{pk}-{name}": value for name, value in fields.items()},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert answer.json()["success"] is True
    assert CivitacDocument.objects.values_list("title", "first_year", "visibility").get() == (
        "Convention",
        2021,
        "members",
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"first_year": "2024", "last_year": "2020"}, "avant la première"),
        ({"last_year": "2020"}, "première année"),
        ({"first_year": "24"}, "quatre chiffres"),
        ({"adopted_on": "2999-01-01"}, "pas encore venu"),
        ({"adopted_on": "hier"}, "date"),
        ({"visibility": "tous"}, "choix"),
        ({"kind": "99999"}, "choix"),
    ],
)
def test_a_mistake_is_said_in_words(secretary, fields, said):
    response = secretary.post(ADD, {"title": "Texte", "file": upload("texte.pdf"), **fields})
    assert response.status_code == 200
    assert said in response.content.decode().replace("’", "'")
    assert not CivitacDocument.objects.exists()


def replace(browser, document, file, **fields):
    address = reverse("wagtaildocs:edit", args=[document.pk])
    return browser.post(address, {"title": document.title, "file": file, "visibility": document.visibility, **fields})


def test_a_replaced_file_stays_readable_with_its_reason(secretary, editor):
    document = sent(secretary, ADD, title="Budget", file=upload(text="Le premier texte"))
    first = document.file.name
    replace(secretary, document, upload(text="Le second texte"), reason="Chapitre 2 corrigé")
    document.refresh_from_db()
    version = document.versions.get()
    assert (version.number, version.file.name, version.reason, version.replaced_by) == (
        1,
        first,
        "Chapitre 2 corrigé",
        editor,
    )
    assert b"premier" in version.file.read() and b"second" in document.file.read()
    assert document.content.state == "waiting"
    page = main(read(secretary, document.page_url))
    assert "Chapitre 2 corrigé" in words(page)
    assert b"premier" in b"".join(secretary.get(version.url).streaming_content)
    assert "Chapitre 2 corrigé" in words(main(read(secretary, reverse("wagtaildocs:edit", args=[document.pk]))))


def test_the_same_file_again_is_refused_in_words(secretary):
    document = sent(secretary, ADD, title="Budget", file=upload())
    response = replace(secretary, document, upload())
    assert response.status_code == 200 and "déjà celui" in response.content.decode()
    assert not document.versions.exists()


def test_two_people_who_replace_at_once_lose_nothing(secretary, kinds):
    document = sent(secretary, ADD, title="Budget", file=upload(text="Un"))
    mine, theirs = (CivitacDocument.objects.get(pk=document.pk) for _person in range(2))
    mine.file, theirs.file = upload(text="Deux"), upload(text="Trois")
    mine.save()
    theirs.save()
    texts = [version.file.read() for version in document.versions.order_by("number")]
    assert [b"Un" in texts[0], b"Deux" in texts[1]] == [True, True]
    assert b"Trois" in CivitacDocument.objects.get().file.read()


def test_a_title_corrected_meanwhile_does_not_bring_the_old_file_back(secretary):
    document = sent(secretary, ADD, title="Budget", file=upload(text="Un"))
    opened_before = CivitacDocument.objects.get(pk=document.pk)
    replace(secretary, document, upload(text="Deux"))
    opened_before.title = "Budget corrigé"
    opened_before.save()
    document = CivitacDocument.objects.get()
    assert document.title == "Budget corrigé" and b"Deux" in document.file.read()
    assert document.versions.count() == 1


def test_saving_without_a_file_reads_nothing_again(publish):
    document = publish("Budget", "La séance est ouverte à neuf heures.")
    document.title = "Budget 2024"
    document.save()
    document.refresh_from_db()
    document.save()
    content = DocumentContent.objects.get()
    assert (content.state, content.title) == ("read", "Budget 2024")
    assert not document.versions.exists()


def test_a_deleted_document_takes_its_files_with_it(publish, secretary, django_capture_on_commit_callbacks):
    document = publish("Budget", "La séance est ouverte à neuf heures.")
    document.file = upload()
    document.save()
    names = [document.file.name, document.versions.get().file.name]
    storage = document.file.storage
    assert all(storage.exists(name) for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert not any(storage.exists(name) for name in names)


def test_the_list_says_what_is_left_to_do(secretary, publish, kinds, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish("Complet", "La séance est ouverte à neuf heures.", kind=kinds["convention"], first_year=2024)
    publish("Sans année", kind=kinds["convention"])
    publish("Abîmé", content=b"%PDF-", kind=kinds["convention"], first_year=2024)
    page = main(read(secretary, reverse("wagtaildocs:index")))
    assert "abîmé" in words(page) and "texte lu" in words(page)

    def shown(query: str) -> set[str]:
        listing = words(main(read(secretary, reverse("wagtaildocs:index") + query)).find("table"))
        return {title for title in ("Complet", "Sans année", "Abîmé") if title in listing}

    assert shown("?unfinished=true") == {"Sans année", "Abîmé"}
    assert shown("?state=read") == {"Complet"}
    assert shown(f"?kind={kinds['convention'].pk}") == {"Complet", "Sans année", "Abîmé"}
    assert shown("?q=Complet&state=read") == {"Complet"}
    welcome = words(main(read(secretary, reverse("wagtailadmin_home"))))
    assert "2 documents à compléter" in welcome


def test_the_form_is_in_french_and_short(secretary):
    page = main(read(secretary, ADD))
    labels = [words(label) for label in page.select("label")]
    assert {"Type", "Année", "Résumé", "Qui peut l’ouvrir"} <= {
        label.rstrip("* ").strip().capitalize() for label in labels
    }
    assert len(page.select("[data-field]")) <= 13


def test_a_kind_in_use_is_not_deleted_and_an_unused_one_is(signed_in, animator, publish, kinds):
    publish("Texte", kind=kinds["convention"])
    browser = signed_in(animator)
    for kind, remains in (("convention", True), ("statuts", False)):
        browser.post(reverse("wagtailsnippets_data_pages_documentkind:delete", args=[kinds[kind].pk]))
        assert DocumentKind.objects.filter(slug=kind).exists() == remains


def test_kinds_are_the_animation_teams(signed_in, animator, editor, kinds):
    address = reverse("wagtailsnippets_data_pages_documentkind:list")
    assert signed_in(animator).get(address).status_code == 200
    assert signed_in(editor).get(address).status_code == 302
