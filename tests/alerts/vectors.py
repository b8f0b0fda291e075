"""Texts, with what they weigh: worked out apart from the code under test, from 3GPP TS 23.038 and 23.040.

Python and the script of the composing screen are both held to them.
"""

DROP = "💧"
GSM, UCS2 = "GSM-7", "UCS-2"

# Text → alphabet, units, segments.
WEIGHTS = [
    ("Coupure d'eau demain de 8h à 12h au secteur 4.", GSM, 46, 1),
    ("Ça alors", GSM, 8, 1),
    ("Ça commença", UCS2, 11, 1),
    ("Fête nationale", UCS2, 14, 1),
    ("a" * 160, GSM, 160, 1),
    ("a" * 161, GSM, 161, 2),
    ("a" * 158 + "€", GSM, 160, 1),
    ("a" * 159 + "€", GSM, 161, 2),
    ("a" * 306, GSM, 306, 2),
    ("a" * 152 + "€" + "b" * 152, GSM, 306, 3),
    ("€" * 81, GSM, 162, 2),
    ("ê" * 70, UCS2, 70, 1),
    ("ê" * 71, UCS2, 71, 2),
    ("a" * 68 + DROP, UCS2, 70, 1),
    ("a" * 69 + DROP, UCS2, 71, 2),
    ("a" * 66 + DROP + "b" * 66, UCS2, 134, 3),
    ("e\u0301cole", GSM, 5, 1),
    ("^{}\\[~]|€\f", GSM, 20, 1),
    ("", GSM, 0, 0),
]
LONG = "La fête de l'école est reportée à samedi, à cause de la pluie et des routes coupées"
# Text, language → proposed spelling (None: nothing to gain or to tidy), segments saved.
PROPOSALS = [
    ("Coupure d'eau demain.", "fr", None, 0),
    ("Coupure d’eau : « secteur\u00a04 »…", "fr", 'Coupure d\'eau : "secteur 4"...', 0),
    ("Coupure d’eau demain de 8 h à 12 h au secteur 4, et vendredi au secteur 7.", "fr",
     "Coupure d'eau demain de 8 h à 12 h au secteur 4, et vendredi au secteur 7.", 1),
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
