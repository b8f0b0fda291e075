"""Open data: what the database holds, described for other portals, search engines and programs, and handed to them."""
