"""The pictograms of the house: drawn on a square of 48, in strokes, in the colour of the text around them.

Someone who reads little knows by them which part of the site they are in and what a line of a page is about.
"""

PICTOGRAMS = {
    # Parts of the site
    "collectivites": '<path d="M6 42V20l18-12 18 12v22M3 42h42M17 42V29h14v13M24 8V3h7v4h-7M12 26h1M35 26h1"/>',
    "osc": (
        '<circle cx="24" cy="13" r="6"/><circle cx="9" cy="19" r="4.500"/><circle cx="39" cy="19" r="4.500"/>'
        '<path d="M13 42c0-10 4-17 11-17s11 7 11 17zM3 38c0-7 2-11 6-11 2 0 4 1 5 3M45 38c0-7-2-11-6-11-2 0-4 1-5 3"/>'
    ),
    "citoyens": '<path d="M6 8h36v25H23l-10 8v-8H6z"/><path d="M14 17h20M14 25h12"/>',
    "mediatheque": (
        '<path d="M24 30a6 6 0 0 0 6-6V11a6 6 0 0 0-12 0v13a6 6 0 0 0 6 6z"/>'
        '<path d="M11 22c0 8 5 14 13 14s13-6 13-14M24 36v8M16 44h16"/>'
    ),
    "actualites": '<path d="M6 8h29v32H10c-3 0-4-2-4-4zM35 18h7v18c0 3-1 4-4 4h-3M12 16h17v8H12zM12 30h17M12 35h12"/>',
    "donnees": '<path d="M6 42h36M10 42V28h7v14M21 42V16h7v26M32 42V6h7v36"/>',
    "alertes": '<path d="M5 20v9h6l17 9V11l-17 9zM13 29l3 12h6l-3-9M35 18c3 3 3 10 0 13M40 12c6 6 6 19 0 25"/>',
    # Themes, by their address names
    "eau-assainissement": '<path d="M24 5C16 16 11 23 11 30a13 13 0 0 0 26 0c0-7-5-14-13-25zM18 31c0 4 3 7 7 7"/>',
    "education": '<path d="M4 18 24 8l20 10-20 10zM12 22v12c6 6 18 6 24 0V22M42 19v14"/>',
    "sante": '<path d="M18 6h12v12h12v12H30v12H18V30H6V18h12z"/>',
    "budget-finances": (
        '<path d="M6 13h36v24H6zM6 19c4 0 6-2 6-6M42 19c-4 0-6-2-6-6M6 31c4 0 6 2 6 6M42 31c-4 0-6 2-6 6"/>'
        '<circle cx="24" cy="25" r="6"/>'
    ),
    "gouvernance-locale": '<path d="M8 22h32v20H8zM15 22V6h18v16M20 13l3 3 6-6M18 29h12"/>',
    "agriculture-elevage": (
        '<path d="M24 44V20M24 30c-9 0-13-5-13-12 9 0 13 5 13 12zM24 24c0-9 4-14 13-15 0 9-4 15-13 15zM8 44h32"/>'
    ),
    "environnement": (
        '<path d="M24 44V26M24 30l-8-7M24 34l8-7M13 30a10 10 0 0 1-1-19 12 12 0 0 1 23 0 10 10 0 0 1 0 19z"/>'
    ),
    "cohesion-sociale": '<path d="M4 24l9-10 11 5 11-5 9 10-14 14c-3 2-5 2-8 0zM24 19l-8 8c3 3 6 2 8-1l8 8"/>',
    "femmes-jeunes": (
        '<circle cx="16" cy="11" r="6"/><path d="M16 17 6 36h20zM12 36v8M20 36v8"/>'
        '<circle cx="37" cy="21" r="5"/><path d="M37 26v10M31 30h12M37 36l-4 8M37 36l4 8"/>'
    ),
    "infrastructures": '<path d="M17 6 8 42M31 6l9 36M24 8v6M24 21v6M24 34v8"/>',
    "culture-sport": (
        '<circle cx="24" cy="24" r="18"/>'
        '<path d="m24 15 8 6-3 10H19l-3-10zM24 6v9M41 20l-9 1M34 38l-5-7M14 38l5-7M7 20l9 1"/>'
    ),
    "etat-civil": (
        '<path d="M6 9h36v30H6zM26 18h11M26 25h11M26 32h7"/><circle cx="16" cy="20" r="4"/>'
        '<path d="M10 33c0-8 12-8 12 0"/>'
    ),
    # What a line is about
    "chart": '<path d="M6 6v36h36M13 34l9-12 8 7 11-17"/>',
    "table": '<path d="M6 9h36v30H6zM6 19h36M6 29h36M19 9v30"/>',
    "compare": '<path d="M5 8h16v32H5zM27 8h16v32H27zM10 31V21M16 31V15M32 31V17M38 31v-6"/>',
    "person": '<circle cx="24" cy="15" r="8"/><path d="M8 43c0-11 6-17 16-17s16 6 16 17"/>',
    "place": '<path d="M24 44C15 33 10 26 10 19a14 14 0 0 1 28 0c0 7-5 14-14 25z"/><circle cx="24" cy="19" r="5"/>',
    "document": '<path d="M11 4h18l9 9v31H11zM29 4v9h9M17 22h15M17 29h15M17 36h9"/>',
    "steps": '<path d="M6 42v-9h12v-9h12v-9h12V6M42 15v27H6"/>',
    "cost": (
        '<ellipse cx="24" cy="13" rx="16" ry="7"/>'
        '<path d="M8 13v11c0 4 7 7 16 7s16-3 16-7V13M8 24v11c0 4 7 7 16 7s16-3 16-7V24"/>'
    ),
    "delay": '<circle cx="24" cy="24" r="19"/><path d="M24 12v13l9 6"/>',
    "law": '<path d="M24 6v36M14 42h20M8 13h32M8 13 3 27h11zM40 13l-5 14h11zM3 27c1 4 10 4 11 0M35 27c1 4 10 4 11 0"/>',
    "date": '<path d="M6 10h36v32H6zM6 19h36M15 5v9M33 5v9M14 27h5M29 27h5M14 35h5"/>',
    "phone": '<path d="M14 4h20v40H14zM14 36h20M14 10h20M23 40h2"/>',
    "mail": '<path d="M5 10h38v28H5zM5 12l19 15 19-15"/>',
    "link": '<path d="M20 28a9 9 0 0 0 13 0l8-8A9 9 0 0 0 28 7l-3 3M28 20a9 9 0 0 0-13 0l-8 8a9 9 0 0 0 13 13l3-3"/>',
    "question": '<circle cx="24" cy="24" r="20"/><path d="M17 19c0-10 15-9 15 0 0 6-8 6-8 12M24 36v1"/>',
    "information": '<circle cx="24" cy="24" r="20"/><path d="M24 21v14M24 13v1"/>',
    "warning": '<path d="M24 5 45 42H3zM24 18v12M24 35v1"/>',
    "success": '<circle cx="24" cy="24" r="20"/><path d="m14 25 7 7 13-16"/>',
    "sound": '<path d="M6 18h8L26 8v32L14 30H6zM33 17c4 4 4 10 0 14M39 11c7 8 7 18 0 26"/>',
    "film": '<path d="M5 9h38v30H5zM19 17v14l13-7z"/>',
    "picture": '<path d="M5 9h38v30H5zM5 33l11-11 9 9 6-6 12 10"/><circle cx="32" cy="18" r="3"/>',
    "search": '<circle cx="20" cy="20" r="14"/><path d="m31 31 13 13"/>',
    "menu": '<path d="M6 12h36M6 24h36M6 36h36"/>',
    "account": (
        '<circle cx="24" cy="24" r="20"/><circle cx="24" cy="19" r="6"/><path d="M11 39c2-7 7-10 13-10s11 3 13 10"/>'
    ),
    "share": (
        '<circle cx="36" cy="9" r="6"/><circle cx="12" cy="24" r="6"/><circle cx="36" cy="39" r="6"/>'
        '<path d="m17 21 13-9M17 27l13 9"/>'
    ),
    "download": '<path d="M24 5v26M13 21l11 11 11-11M6 42h36"/>',
    "feed": '<circle cx="11" cy="37" r="4"/><path d="M7 21c11 0 20 9 20 20M7 8c18 0 33 15 33 33"/>',
}
