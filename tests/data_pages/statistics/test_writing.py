"""Figures are written one way: compared, refused with reasons, journaled, undone."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from data_pages.models import Observation, ObservationChange
from data_pages.statistics.figures import Content, Counts, Figure, Outcome, Reason, Refused
from data_pages.statistics.judging import AT_ONCE, content_of, examine
from data_pages.statistics.services import undo, write
from territories.models import Territory

pytestmark = pytest.mark.django_db


def reasons(table, *figures):
    with pytest.raises(Refused) as refusal:
        write(table, figures, None)
    return [(problem.position, problem.verdict.reason) for problem in refusal.value.problems]


def test_new_figures_are_written_and_journaled(table_a, editor, wells, said):
    assert write(
        table_a, [wells("ouahigouya", 12), wells("ouahigouya", "13.5", "2025", "E", "Relevé partiel")], editor
    ) == (Counts(new=2))
    assert said(table_a) == [
        ("Ouahigouya", "2024", Decimal(12), "A", ""),
        ("Ouahigouya", "2025", Decimal("13.5"), "E", "Relevé partiel"),
    ]
    lines = ObservationChange.objects.order_by("pk")
    assert [(line.made_by, line.period, line.status_before, line.value_after) for line in lines] == [
        (editor, "2024", "", Decimal(12)),
        (editor, "2025", "", Decimal("13.5")),
    ]
    assert len({line.made_at for line in lines}) == 1


def test_the_same_figures_twice_change_nothing(table_a, editor, wells):
    figures = [wells("ouahigouya", 12), wells("ouahigouya", None, "2025", "M", "Registre perdu")]
    write(table_a, figures, editor)
    table_a.refresh_from_db()
    moment = table_a.updated_at
    assert write(table_a, figures, editor) == Counts(same=2)
    table_a.refresh_from_db()
    assert table_a.updated_at == moment
    assert ObservationChange.objects.count() == 2


def test_a_corrected_figure_keeps_what_it_was(table_a, editor, manager, wells, said):
    write(table_a, [wells("ouahigouya", 12, status="P"), wells("ouahigouya", 9, "2023")], editor)
    before = table_a.updated_at
    assert write(table_a, [wells("ouahigouya", 14)], manager) == Counts(changed=1)
    assert said(table_a) == [("Ouahigouya", "2023", 9, "A", ""), ("Ouahigouya", "2024", 14, "A", "")]
    line = ObservationChange.objects.latest("pk")
    assert (line.value_before, line.status_before, line.value_after, line.status_after) == (12, "P", 14, "A")
    assert line.made_by == manager
    table_a.refresh_from_db()
    assert table_a.updated_at > before


def test_the_table_knows_of_what_it_speaks(table_a, editor, wells, indicators):
    write(table_a, [wells("ouahigouya", 12), wells("ouahigouya", 3, "2024-07", indicator="naissances")], editor)
    assert set(table_a.indicators.all()) == {indicators["forages"], indicators["naissances"]}


def test_a_figure_can_be_taken_away(table_a, editor, wells, said):
    write(table_a, [wells("ouahigouya", 12)], editor)
    nothing = wells("ouahigouya", None, status="")
    assert write(table_a, [nothing], editor) == Counts(removed=1)
    assert said(table_a) == []
    assert ObservationChange.objects.latest("pk").status_after == ""
    assert write(table_a, [nothing], editor) == Counts(same=1)


def test_missing_is_not_zero(table_a, wells):
    assert reasons(
        table_a,
        wells("ouahigouya", 0, status="M"),
        wells("ouahigouya", None, "2023"),
        wells("ouahigouya", 1, status="Z"),
    ) == [(0, Reason.MISSING_WITH_VALUE), (1, Reason.NO_VALUE), (2, Reason.STATUS)]
    write(table_a, [wells("ouahigouya", 0), wells("ouahigouya", None, "2023", "M")], None)
    assert list(Observation.objects.order_by("period").values_list("value", flat=True)) == [None, 0]


def test_one_wrong_figure_among_many_writes_nothing(table_a, editor, wells):
    good = [wells("ouahigouya", number, str(1900 + number)) for number in range(200)]
    assert reasons(table_a, *good, wells("ouahigouya", 1, "2024-07")) == [(200, Reason.FREQUENCY)]
    assert not Observation.objects.exists()
    assert not ObservationChange.objects.exists()


def test_every_reason_has_its_figure(table_a, wells, country, organisation):
    figure = wells("ouahigouya", 1)
    wrong = {
        Reason.UNKNOWN_INDICATOR: figure._replace(indicator=987_654),
        Reason.PLACE: figure._replace(space=organisation.pk),
        Reason.UNKNOWN_PLACE: figure._replace(territory=987_654),
        Reason.OUT_OF_REACH: figure._replace(territory=country["kaya"].pk),
        Reason.PERIOD: figure._replace(period="2024-13"),
        Reason.FREQUENCY: figure._replace(period="2024-Q3"),
        Reason.VALUE: figure._replace(value=Decimal(10) ** 16),
        Reason.NOTE: figure._replace(note="é" * 251),
    }
    assert reasons(table_a, figure, *wrong.values(), figure) == [
        *((position, reason) for position, reason in enumerate(wrong, 1)),
        (len(wrong) + 1, Reason.TWICE),
    ]


def test_a_local_authority_speaks_of_itself_and_of_what_lies_below(
    table_a, make_table, site, country, wells, organisation, indicators
):
    from spaces.services import create_space

    region = make_table(create_space(kind="collectivity", title="Région du Yaadga", territory=country["region"]))
    places = [wells(place, 1) for place in ("region", "province", "ouahigouya", "kaya")]
    assert write(region, places, None) == Counts(new=4)
    assert reasons(region, wells("country", 1)) == [(0, Reason.OUT_OF_REACH)]
    assert reasons(table_a, wells("province", 1, "2023"), wells("kaya", 1, "2023")) == [
        (0, Reason.OUT_OF_REACH),
        (1, Reason.OUT_OF_REACH),
    ]


def test_an_organisation_speaks_of_itself_only(make_table, organisation, indicators, wells, said):
    table = make_table(organisation)
    own = Figure(indicators["forages"].pk, None, organisation.pk, "2024", Decimal(3))
    assert write(table, [own], None) == Counts(new=1)
    assert write(table, [own._replace(value=4)], None) == Counts(changed=1)
    assert said(table) == [(str(organisation), "2024", 4, "A", "")]
    assert reasons(table, wells("kaya", 1)) == [(0, Reason.OUT_OF_REACH)]


def test_a_local_authoritys_space_is_no_place(national, space_a, indicators):
    figure = Figure(indicators["forages"].pk, None, space_a.pk, "2024", Decimal(3))
    assert reasons(national, figure) == [(0, Reason.UNKNOWN_PLACE)]


def test_the_animation_team_speaks_of_every_place(national, country, wells, organisation, indicators):
    figures = [wells(place, 1) for place in country]
    figures.append(Figure(indicators["forages"].pk, None, organisation.pk, "2024", Decimal(3)))
    assert write(national, figures, None) == Counts(new=6)


def test_what_another_table_gives_is_named_not_overwritten(table_a, national, editor, wells, said):
    write(national, [wells("ouahigouya", 12)], None)
    with pytest.raises(Refused) as refusal:
        write(table_a, [wells("ouahigouya", 99), wells("ouahigouya", 1, "2023")], editor)
    (problem,) = refusal.value.problems
    assert (problem.verdict.reason, problem.verdict.other_table) == (Reason.GIVEN_ELSEWHERE, national.pk)
    assert said(national) == [("Ouahigouya", "2024", 12, "A", "")]
    assert said(table_a) == []


def test_examining_says_what_would_happen_and_writes_nothing(table_a, wells):
    write(table_a, [wells("ouahigouya", 12), wells("ouahigouya", 13, "2025")], None)
    lines = ObservationChange.objects.count()
    verdicts = list(
        examine(
            table_a,
            [
                wells("ouahigouya", 12),
                wells("ouahigouya", 14, "2025"),
                wells("ouahigouya", 1, "2022"),
                wells("kaya", 1),
            ],
        )
    )
    assert [verdict.outcome for verdict in verdicts] == [Outcome.SAME, Outcome.CHANGED, Outcome.NEW, Outcome.WRONG]
    assert verdicts[1].before == Content(Decimal(13), "A", "")
    assert Observation.objects.count() == 2
    assert ObservationChange.objects.count() == lines


@pytest.mark.parametrize(
    ("given", "kept"),
    [("0.1234567", "0.123457"), ("0.30000000000000004", "0.3"), ("-0", "0"), ("9999999999999999", "9999999999999999")],
)
def test_a_value_keeps_six_decimals(given, kept):
    assert content_of(Decimal(given), "A", "") == Content(Decimal(kept), "A", "")
    assert not content_of(Decimal(given), "A", "").value.is_signed()


@pytest.mark.parametrize("given", ["NaN", "sNaN", "Infinity", "1e40", "-1e16"])
def test_what_is_no_number_to_keep_is_refused(given):
    assert content_of(Decimal(given), "A", "") == Reason.VALUE


def test_undoing_puts_back_what_was(table_a, editor, wells, said):
    write(table_a, [wells("ouahigouya", 12, note="Comptage"), wells("ouahigouya", 7, "2022")], editor)
    stood = said(table_a)
    act = ObservationChange.objects.order_by("-pk")[0].pk
    gone = wells("ouahigouya", None, "2022", "")
    write(table_a, [wells("ouahigouya", 15), wells("ouahigouya", 20, "2025"), gone], editor)
    undone = undo(ObservationChange.objects.filter(pk__gt=act), editor)
    assert (undone.put_back, undone.kept) == (3, [])
    assert said(table_a) == stood


def test_an_undone_act_can_be_done_again(table_a, editor, wells, said):
    write(table_a, [wells("ouahigouya", 12)], editor)
    last = ObservationChange.objects.latest("pk").pk
    undo(ObservationChange.objects.all(), editor)
    assert said(table_a) == []
    undo(ObservationChange.objects.filter(pk__gt=last), editor)
    assert said(table_a) == [("Ouahigouya", "2024", 12, "A", "")]


def test_undoing_leaves_alone_and_names_what_someone_changed_since(table_a, editor, manager, wells, said):
    write(table_a, [wells("ouahigouya", 12), wells("ouahigouya", 13, "2025")], editor)
    act = ObservationChange.objects.filter(made_by=editor)
    write(table_a, [wells("ouahigouya", 14, "2025")], manager)
    undone = undo(act, editor)
    assert (undone.put_back, undone.kept) == (1, [wells("ouahigouya", 1, "2025").key])
    assert said(table_a) == [("Ouahigouya", "2025", 14, "A", "")]


def test_several_changes_of_one_figure_are_undone_together(table_a, editor, wells, said):
    write(table_a, [wells("ouahigouya", 1)], editor)
    first = ObservationChange.objects.latest("pk").pk
    for value in (2, 3, 4):
        write(table_a, [wells("ouahigouya", value)], editor)
    assert undo(ObservationChange.objects.filter(pk__gt=first), editor).put_back == 1
    assert said(table_a) == [("Ouahigouya", "2024", 1, "A", "")]
    assert undo(ObservationChange.objects.filter(pk__lte=first), editor).put_back == 1
    assert said(table_a) == []


def test_undoing_does_not_take_what_another_table_has_come_to_give(table_a, national, editor, wells, said):
    write(table_a, [wells("ouahigouya", 12)], editor)
    write(table_a, [wells("ouahigouya", None, status="")], editor)
    removal = ObservationChange.objects.latest("pk").pk
    write(national, [wells("ouahigouya", 99)], None)
    undone = undo(ObservationChange.objects.filter(pk=removal), editor)
    assert (undone.put_back, len(undone.kept)) == (0, 1)
    assert said(national) == [("Ouahigouya", "2024", 99, "A", "")]


def test_the_number_of_statements_follows_chunks_not_figures(
    national, wells, country, indicators, django_assert_max_num_queries
):
    """A chunk is one comparison and as many inserts as the database needs for that many values."""
    from django.db import connection

    figures = [
        Figure(indicators["naissances"].pk, country[place].pk, None, f"{year}-{month:02}", Decimal(year))
        for place in country
        for year in range(1990, 2025)
        for month in range(1, 13)
    ]
    assert AT_ONCE < len(figures) < 2 * AT_ONCE
    with django_assert_max_num_queries(30 if connection.vendor == "postgresql" else 100):
        assert write(national, figures, None) == Counts(new=len(figures))
    with django_assert_max_num_queries(14):
        assert write(national, figures, None) == Counts(same=len(figures))
    changed = [figure._replace(value=figure.value + 1) for figure in figures]
    with django_assert_max_num_queries(30 if connection.vendor == "postgresql" else 120):
        assert write(national, changed, None) == Counts(changed=len(figures))
    assert Observation.objects.count() == len(figures)
    assert undo(ObservationChange.objects.all(), None).put_back == 2 * len(figures)
    assert not Observation.objects.exists()


def test_the_database_itself_holds_the_rules(national, indicators, country, organisation):
    one = {"table": national, "indicator": indicators["forages"], "period": "2024", "value": 1}
    Observation.objects.create(**one, territory=country["kaya"])
    Observation.objects.create(**one, space=organisation)
    forbidden = [
        {**one, "territory": country["kaya"]},
        {**one, "space": organisation},
        {**one, "territory": None},
        {**one, "territory": Territory.objects.get(name="Ouahigouya"), "space": organisation},
        {**one, "territory": Territory.objects.get(name="Ouahigouya"), "status": "M"},
        {**one, "territory": Territory.objects.get(name="Ouahigouya"), "value": None},
    ]
    for fields in forbidden:
        with pytest.raises(IntegrityError), transaction.atomic():
            Observation.objects.create(**fields)
