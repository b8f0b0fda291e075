"""The reader on files that town halls and ministries really sent, cell by cell."""

import datetime

from civitac.core.sheets.cells import Broken, column_name
from tests.core.sheets.files import read_real, real_files

pytestmark = real_files


def test_a_windows_file_keeps_its_accents_and_its_no_break_spaces():
    book = read_real("bf_population_nord_est_cp1252.csv")
    assert (book.encoding, book.separator) == ("cp1252", ";")
    rows = book.sheets[0].rows
    assert rows[0] == ["MINISTÈRE DE L’ADMINISTRATION TERRITORIALE"]
    assert rows[1] == ["Population des communes, recensement général de 2019 (RGPH-5)"]
    assert rows[2] == []
    assert rows[3] == ["Région", "Province", "Commune", "Code", "Population 2019"]
    assert rows[6] == ["Est", "Gourma", "FADA N'GOURMA", "BF520203", "187\u00a0692"]
    assert rows[62] == [None, None, "TOTAL", None, "3\u00a0664\u00a0920"]
    assert len(rows) == 63


def test_commas_inside_quotation_marks_do_not_cut_a_cell():
    book = read_real("bf_taux_large_utf8.csv")
    assert (book.encoding, book.separator) == ("utf-8", ",")
    rows = book.sheets[0].rows
    assert rows[0] == ["Localité", "2021", "2022", "2023", "2024"]
    assert rows[3] == ["Namissiguima", "32,2", "n.d.", "34,2", "35,4"]
    assert rows[5] == ["Boussouma", "1.234,5", "86,9", "64,6", "53,8"]


def test_a_workbook_gives_numbers_as_numbers_and_every_sheet():
    book = read_real("bf_ecoles_double_entete.xlsx")
    assert [sheet.name for sheet in book.sheets] == ["Ecoles", "Notes"]
    rows = book.sheets[0].rows
    assert rows[2] == ["Commune", "Code", "2022", None, "2023"]
    assert rows[3] == [None, None, "Garçons", "Filles", "Garçons", "Filles"]
    assert rows[4] == ["Bagassi", "BF460101", 7724, 6224, 5211, 4370]
    assert rows[45] == ["Total", None, *[Broken(f"=SUM({letter}5:{letter}44)") for letter in "CDEF"]]
    assert book.sheets[1].rows == [["Source : exemple fictif pour essais"]]


def test_an_open_document_gives_its_texts_as_typed():
    rows = read_real("bf_forages_alias.ods").sheets[0].rows
    assert rows[0] == ["territoire", "annee", "forages fonctionnels", "statut"]
    assert rows[2] == ["YAADGA", "2023", "1 851"]
    assert rows[12] == ["Fada N’Gourma", "2023", "1 917", "provisoire"]
    assert len(rows) == 16


def test_an_old_workbook_mixes_numbers_and_texts():
    rows = read_real("bf_budget_ancien.xls").sheets[0].rows
    assert rows[0] == ["COMMUNE DE DEMONSTRATION"]
    assert rows[4] == ["Exercice", "Chapitre", "Intitulé", "Prévisions", "Réalisations", "Taux"]
    assert rows[5] == [2020, 60, "Chapitre d’essai 0", "77 000 000", 83335201, "108,23 %"]
    assert len(rows) == 35


def test_a_municipal_budget_in_windows_text_is_read_to_its_last_row():
    book = read_real("mtp_budget_primitif_2014_cp1252_nbsp_milliers_virgule.csv")
    rows = book.sheets[0].rows
    assert (book.encoding, book.separator, len(rows)) == ("cp1252", ";", 1449)
    assert rows[0] == ["Exercice", "I_F", "D_R", "Nature", "Fonction", " BP ", "Libellé fonction"]
    assert rows[1] == [
        "2014",
        "F",
        "D",
        "616",
        "20",
        " 1\u00a0063\u00a0850,00    ",
        "ADMINISTRATION GENERALE DE LA COLLECTIVITE",
    ]


def test_council_minutes_keep_their_long_titles():
    book = read_real("mtp_deliberations_2013_utf8_pointvirgule.csv")
    rows = book.sheets[0].rows
    assert (book.encoding, book.separator, len(rows)) == ("utf-8", ";", 161)
    assert rows[1][1] == "Hélène MANDROUX"
    assert rows[1][7] == "25/11/2013"
    assert all(len(row) <= 8 for row in rows)


def test_an_old_list_of_contracts_gives_dates_as_dates_and_line_breaks_inside_cells():
    rows = read_real("mtp_marches_achats_2014.xls").sheets[0].rows
    assert rows[0] == [None] * 9 + ["A BONS DE CDE"]
    assert rows[2][0] == "Titre"
    assert rows[3][:8] == [
        "ACHAT DE PRODUITS SIDERURGIQUES",
        "BAURES\nKDI\nFIC NIMES\n(mise en concurrence)",
        None,
        89900,
        3,
        datetime.date(2010, 1, 27),
        datetime.date(2010, 2, 17),
        datetime.date(2014, 2, 17),
    ]
    assert len(rows) == 119


def test_columns_are_called_as_in_a_spreadsheet():
    assert [column_name(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
