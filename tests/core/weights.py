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
