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
    # What a line is about
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
    "account": '<circle cx="24" cy="24" r="20"/><circle cx="24" cy="19" r="6"/><path d="M11 39c2-7 7-10 13-10s11 3 13 10"/>',
    "share": (
        '<circle cx="36" cy="9" r="6"/><circle cx="12" cy="24" r="6"/><circle cx="36" cy="39" r="6"/>'
        '<path d="m17 21 13-9M17 27l13 9"/>'
    ),
    "download": '<path d="M24 5v26M13 21l11 11 11-11M6 42h36"/>',
    "feed": '<circle cx="11" cy="37" r="4"/><path d="M7 21c11 0 20 9 20 20M7 8c18 0 33 15 33 33"/>',
}
