"""Texts, with the cheaper spelling that is proposed for them, and whether they are one sign from the next segment."""

from tests.core.weights import DROP

LONG = "La fête de l'école est reportée à samedi, à cause de la pluie et des routes coupées"
# Text, language → proposed spelling (None: nothing to gain or to tidy), segments saved.
PROPOSALS = [
    ("Coupure d'eau demain.", "fr", None, 0),
    ("Coupure d’eau : « secteur\u00a04 »…", "fr", 'Coupure d\'eau : "secteur 4"...', 0),
    ("Coupure d’eau demain de 8 h à 12 h au secteur 4, et vendredi au secteur 7.", "fr",
     "Coupure d'eau demain de 8 h à 12 h au secteur 4, et vendredi au secteur 7.", 1),
    ("Coupure d'eau demain au secteur n° 5, de 8 h à 12 h. Gardez de l'eau pour la journée.", "fr",
     "Coupure d'eau demain au secteur no 5, de 8 h à 12 h. Gardez de l'eau pour la journée.", 1),
    ("Forte chaleur demain : 45 °C l'après-midi, 32° la nuit. Buvez souvent, restez à l'ombre.", "fr",
     "Forte chaleur demain : 45 degrés l'après-midi, 32 degrés la nuit. Buvez souvent, restez à l'ombre.", 1),
    # An accent that costs nothing stays.
    ("Fête nationale", "fr", None, 0),
    (LONG, "fr", LONG.replace("ê", "e"), 1),
    # An accent that is no use taking away stays: the drop keeps the dear alphabet.
    (LONG + DROP, "fr", None, 0),
    # Languages that are written with these letters keep them.
    ("Koom sẽn be ka, pʋɩɩr yaa wakato a yiib ne pʋsg, la tõnd sẽn na n dɩk koom taore yel-kãngã", "mos", None, 0),
    ("e\u0301cole", "fr", None, 0),
]  # fmt: skip
# Text → whether a gateway that numbers its parts with one more octet makes one more.
TIGHT = [("a" * 160, False), ("a" * 304, False), ("a" * 305, True), ("a" * 306, True), ("ê" * 133, True)]
