"""Words of controlled vocabularies, by what they stand for here.

Addresses are those of the authority tables of the Publications Office of the European Union, which DCAT-AP 3 prescribes,
and of IANA's registry of media types.
"""

from __future__ import annotations

from dataclasses import dataclass

from civitac.core.visibility import Visibility
from spaces.enums import TextLanguage

from ..enums import Frequency

AUTHORITY = "http://publications.europa.eu/resource/authority/"
THEMES = AUTHORITY + "data-theme"
COUNTRY = AUTHORITY + "country/BFA"
STABLE = AUTHORITY + "planned-availability/STABLE"
IANA = "http://www.iana.org/assignments/media-types/"
SHA_256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"

ACCESS = {
    Visibility.PUBLIC: AUTHORITY + "access-right/PUBLIC",
    Visibility.IDENTIFIED: AUTHORITY + "access-right/RESTRICTED",
    Visibility.MEMBERS: AUTHORITY + "access-right/NON_PUBLIC",
}

FREQUENCIES = {
    Frequency.YEAR: AUTHORITY + "frequency/ANNUAL",
    Frequency.HALF: AUTHORITY + "frequency/ANNUAL_2",
    Frequency.QUARTER: AUTHORITY + "frequency/QUARTERLY",
    Frequency.MONTH: AUTHORITY + "frequency/MONTHLY",
}

LANGUAGES = {
    TextLanguage.FRENCH: AUTHORITY + "language/FRA",
    TextLanguage.MOORE: AUTHORITY + "language/MOS",
    TextLanguage.DIOULA: AUTHORITY + "language/DYU",
    TextLanguage.FULFULDE: AUTHORITY + "language/FUL",
    TextLanguage.GULMANCEMA: AUTHORITY + "language/GUX",
}

# Labels as the table "data-theme" gives them in French.
DATA_THEMES = {
    "AGRI": "Agriculture, pêche, sylviculture et alimentation",
    "ECON": "Économie et finances",
    "EDUC": "Éducation, culture et sport",
    "ENVI": "Environnement",
    "GOVE": "Gouvernement et secteur public",
    "HEAL": "Santé",
    "SOCI": "Population et société",
    "TRAN": "Transports",
    "REGI": "Régions et villes",
}

# Our themes (territories/data/themes.csv) by their slug; one that the animation team adds has no counterpart.
THEME_OF = {
    "eau-assainissement": "ENVI",
    "education": "EDUC",
    "sante": "HEAL",
    "budget-finances": "ECON",
    "gouvernance-locale": "GOVE",
    "agriculture-elevage": "AGRI",
    "environnement": "ENVI",
    "cohesion-sociale": "SOCI",
    "femmes-jeunes": "SOCI",
    "infrastructures": "REGI",
    "culture-sport": "EDUC",
    "etat-civil": "GOVE",
}


@dataclass(frozen=True)
class FileFormat:
    name: str  # in the table "file-type"; empty where it has none
    media_type: str

    @property
    def uri(self) -> str:
        return f"{AUTHORITY}file-type/{self.name}"

    @property
    def media_type_uri(self) -> str:
        return IANA + self.media_type


OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
FORMATS = {
    "csv": FileFormat("CSV", "text/csv"),
    "docx": FileFormat("DOCX", OFFICE + "wordprocessingml.document"),
    "json": FileFormat("JSON", "application/json"),
    "odt": FileFormat("ODT", OPEN_DOCUMENT + "text"),
    "ods": FileFormat("ODS", OPEN_DOCUMENT + "spreadsheet"),
    "pdf": FileFormat("PDF", "application/pdf"),
    "pptx": FileFormat("PPTX", OFFICE + "presentationml.presentation"),
    "txt": FileFormat("TXT", "text/plain"),
    "xls": FileFormat("XLS", "application/vnd.ms-excel"),
    "xlsx": FileFormat("XLSX", OFFICE + "spreadsheetml.sheet"),
    "zip": FileFormat("ZIP", "application/zip"),
}
