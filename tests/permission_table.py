"""The matrix of permissions: an address a line, then the answer to each persona.

open   the page, or the file                    on    another address
door   the way to sign in                       post  nothing: it is only sent to
no     refused                                  bad   a question that makes no sense
none   not found: nothing is there for them     error a broken page

Addresses that only take what is sent are tried that way ("POST:"). What an editor and a manager have is Ouahigouya's; a
stranger is the editor of another space. Names in braces are things of Ouahigouya's, or of the animation team's.
"""

PERSONAS = ["visitor", "citizen", "editor", "manager", "stranger", "animator", "superuser"]

# Views that nothing reaches: one of ours stands before them, or Wagtail's own pattern cannot match.
UNREACHABLE = [
    r"((?:[\w\-]+/)*)$",
    "admin/api/main/documents/",
    "admin/api/main/documents/<int:pk>/",
    "admin/api/main/documents/find/",
    "admin/api/main/images/",
    "admin/api/main/images/<int:pk>/",
    "admin/api/main/images/find/",
    "admin/groups/delete/<int:pk>/",
    "admin/groups/edit/<int:pk>/",
    "admin/groups/history-results/<int:pk>/",
    "admin/groups/history/<int:pk>/",
    "admin/groups/new/",
    "admin/groups/results/",
    "admin/groups/usage/<int:pk>/",
    "admin/media/chooser/(?P<media_type>audio|video)/",
    "admin/password_reset/complete/",
    "admin/password_reset/confirm/<uidb64>/<token>/",
    "admin/password_reset/done/",
]

TABLE = """
# The site
/enrolement/                                                                 open  open  open  open  open  open  open
/collectivites/ouahigouya/flux.xml                                           open  open  open  open  open  open  open
/osc/ouahigouya/flux.xml                                                     none  none  none  none  none  none  none
/actualites/                                                                 open  open  open  open  open  open  open
/themes/eau/                                                                 open  open  open  open  open  open  open
/themes/eau/flux.xml                                                         open  open  open  open  open  open  open
/flux.xml                                                                    open  open  open  open  open  open  open
/recherche/                                                                  open  open  open  open  open  open  open
/recherche/suggestions/                                                      open  open  open  open  open  open  open
/alertes/                                                                    open  open  open  open  open  open  open
/alertes/flux.xml                                                            open  open  open  open  open  open  open
/alertes/{alert}/                                                            open  open  open  open  open  open  open
/alertes/cap/{alert}.xml                                                     open  open  open  open  open  open  open
/alertes/{unsent}/                                                           none  none  none  none  none  none  none
/alertes/cap/{unsent}.xml                                                    none  none  none  none  none  none  none
/contact/                                                                    open  open  open  open  open  open  open
/sitemap.xml                                                                 open  open  open  open  open  open  open
/robots.txt                                                                  open  open  open  open  open  open  open
/favicon.ico                                                                 on    on    on    on    on    on    on
/.well-known/security.txt                                                    open  open  open  open  open  open  open
/manifest.webmanifest                                                        open  open  open  open  open  open  open
/sw.js                                                                       open  open  open  open  open  open  open
/hors-ligne/                                                                 open  open  open  open  open  open  open
/livez                                                                       open  open  open  open  open  open  open
/readyz                                                                      open  open  open  open  open  open  open
/collectivites/ouahigouya/                                                   open  open  open  open  open  open  open
/                                                                            open  open  open  open  open  open  open
/collectivites/                                                              open  open  open  open  open  open  open
/osc/                                                                        open  open  open  open  open  open  open
/citoyens/                                                                   open  open  open  open  open  open  open
/citoyens/services/                                                          open  open  open  open  open  open  open
/citoyens/questions/                                                         open  open  open  open  open  open  open
/collectivites/ouahigouya/un-article-public/                                 open  open  open  open  open  open  open
/collectivites/ouahigouya/un-brouillon/                                      none  none  none  none  none  none  none
/catalogue                                                                   on    on    on    on    on    on    on
/catalogue.ttl                                                               open  open  open  open  open  open  open
/catalogue/tableau-{table}                                                   on    on    on    on    on    on    on
/api/donnees/                                                                open  open  open  open  open  open  open
/api/donnees/openapi.json                                                    open  open  open  open  open  open  open
/api/donnees/indicateurs/                                                    open  open  open  open  open  open  open
/api/donnees/indicateurs/forages/                                            open  open  open  open  open  open  open
/api/donnees/tableaux/                                                       open  open  open  open  open  open  open
/api/donnees/tableaux/{table}/                                               open  open  open  open  open  open  open
/api/donnees/observations/                                                   open  open  open  open  open  open  open
/api/donnees/documents/                                                      open  open  open  open  open  open  open
/api/donnees/documents/{document}/                                           open  open  open  open  open  open  open
/api/donnees/territoires/                                                    open  open  open  open  open  open  open
/api/donnees/territoires/CV-C-OUAHIGOUYA/                                    open  open  open  open  open  open  open
/donnees/tableaux/{table}/datapackage.json                                   open  open  open  open  open  open  open
/donnees/tableaux/{table}/indicateurs.csv                                    open  open  open  open  open  open  open
POST:/sms/un-jeton/livraison/                                                none  none  none  none  none  none  none
POST:/sms/un-jeton/entrant/                                                  none  none  none  none  none  none  none
POST:/sms/un-jeton/desabonnement/                                            none  none  none  none  none  none  none
# Files
/donnees/tableaux/{table}/donnees.csv                                        door  no    open  open  no    no    open
/donnees/tableaux/{table}/paquet.zip                                         door  no    open  open  no    no    open
/donnees/documents/                                                          open  open  open  open  open  open  open
/donnees/documents/?q=mot                                                    open  open  open  open  open  open  open
/donnees/documents/selection.zip?d={document}                                bad   bad   open  open  bad   bad   open
/donnees/documents/{document}/                                               open  open  open  open  open  open  open
/donnees/documents/{document}/apercu/                                        door  no    open  open  no    no    open
/donnees/documents/{document}/versions/1/{version}                           door  no    open  open  no    no    open
/donnees/indicateurs/forages/carte.svg                                       none  none  open  open  none  none  open
/donnees/territoires/CV-C-OUAHIGOUYA/carte.svg                               open  open  open  open  open  open  open
/donnees/documents/{document}/{file}                                         door  no    open  open  no    no    open
/documents/{document}/{file}                                                 on    on    on    on    on    on    on
/media/rien.jpg                                                              none  none  none  none  none  none  none
# Figures
/donnees/                                                                    open  open  open  open  open  open  open
/donnees/statistiques/                                                       open  open  open  open  open  open  open
/donnees/territoires/                                                        open  open  open  open  open  open  open
/donnees/territoires/CV-C-OUAHIGOUYA/                                        open  open  open  open  open  open  open
/donnees/organisations/aucune/                                               none  none  none  none  none  none  none
/donnees/comparer/                                                           open  open  open  open  open  open  open
/donnees/comparer.csv?t=CV-C-OUAHIGOUYA&i=forages                            door  no    open  open  no    no    open
/donnees/tableaux/{table}/                                                   open  open  open  open  open  open  open
/donnees/tableaux/{table}.csv                                                door  no    open  open  no    no    open
/donnees/indicateurs/forages/                                                open  open  open  open  open  open  open
/donnees/indicateurs/forages.json                                            door  no    open  open  no    no    open
# The open API
/api/v2/pages/                                                               open  open  open  open  open  open  open
/api/v2/pages/{draft}/                                                       none  none  none  none  none  none  none
/api/v2/pages/{public}/                                                      open  open  open  open  open  open  open
/api/v2/pages/find/                                                          none  none  none  none  none  none  none
/api/v2/images/                                                              open  open  open  open  open  open  open
/api/v2/images/{image}/                                                      open  open  open  open  open  open  open
/api/v2/images/find/                                                         none  none  none  none  none  none  none
# Accounts
/_util/login/                                                                door  door  door  door  door  door  door
/compte/                                                                     door  open  open  open  open  open  open
/compte/connexion/                                                           open  on    on    on    on    on    on
/compte/deconnexion/                                                         on    open  open  open  open  open  open
/compte/code/                                                                door  on    on    on    on    on    on
/compte/inscription/                                                         door  on    on    on    on    on    on
/compte/confirmation/                                                        door  open  open  open  open  open  open
/compte/inactif/                                                             open  open  open  open  open  open  open
/compte/mot-de-passe/                                                        door  open  open  open  open  open  open
/compte/mot-de-passe/choisir/                                                door  no    no    no    no    no    no
/compte/mot-de-passe/oublie/                                                 open  open  open  open  open  open  open
/compte/mot-de-passe/oublie/envoye/                                          open  open  open  open  open  open  open
/compte/mot-de-passe/nouveau/fait/                                           open  open  open  open  open  open  open
/compte/mot-de-passe/nouveau/1-x/                                            open  open  open  open  open  open  open
# Messages by text message
/alertes/abonnement/                                                         open  open  open  open  open  open  open
/alertes/abonnement/code/                                                    on    on    on    on    on    on    on
/alertes/desabonnement/                                                      open  open  open  open  open  open  open
/alertes/desabonnement/code/                                                 on    on    on    on    on    on    on
/alertes/mes-messages/                                                       on    on    on    on    on    on    on
/_util/authenticate_with_password/1/{draft}/                                 none  none  none  none  none  none  none
# The admin: around it
/admin/account/                                                              door  door  open  open  open  open  open
/admin/login/                                                                door  door  door  door  door  door  door
/admin/logout/                                                               on    on    on    on    on    on    on
/admin/password_reset/                                                       on    on    on    on    on    on    on
/admin/api/main/images/                                                      door  door  none  none  none  none  none
/admin/style/                                                                door  door  open  open  open  open  open
/admin/                                                                      door  door  open  open  open  open  open
/admin/test404/                                                              door  door  open  open  open  open  open
/admin/api/main/pages/                                                       door  door  open  open  open  open  open
/admin/api/main/pages/{draft}/                                               door  door  open  open  none  open  open
/admin/api/main/pages/find/                                                  door  door  none  none  none  none  none
POST:/admin/api/main/pages/{draft}/action/approve/                           door  door  none  none  none  none  none
/admin/api/main/documents/                                                   door  door  none  none  none  none  none
/admin/api/main/documents/{document}/                                        door  door  none  none  none  none  none
/admin/api/main/documents/find/                                              door  door  none  none  none  none  none
/admin/api/main/images/{image}/                                              door  door  none  none  none  none  none
/admin/api/main/images/find/                                                 door  door  none  none  none  none  none
/admin/failwhale/                                                            door  door  error error error error error
/admin/tag-autocomplete/                                                     door  door  open  open  open  open  open
/admin/tag-autocomplete/spaces/articlepage/                                  door  door  none  none  none  none  none
/admin/dismissibles/                                                         door  door  open  open  open  open  open
POST:/admin/editing-sessions/ping/spaces/articlepage/{draft}/1/              door  door  open  open  none  open  open
POST:/admin/editing-sessions/release/1/                                      door  door  open  open  open  open  open
/admin/block-preview/                                                        door  door  none  none  none  none  none
/admin/sprite/                                                               open  open  open  open  open  open  open
/admin/password_reset/done/                                                  on    on    on    on    on    on    on
/admin/password_reset/confirm/MQ/x/                                          on    on    on    on    on    on    on
/admin/password_reset/complete/                                              on    on    on    on    on    on    on
/admin/jsi18n/                                                               open  open  open  open  open  open  open
/admin/rien/                                                                 on    on    none  none  none  none  none
# The admin: pages
/admin/pages/{draft}/move/                                                   door  door  no    no    no    open  open
/admin/pages/{public}/move/                                                  door  door  no    no    no    open  open
/admin/pages/{sheet}/move/                                                   door  door  no    no    no    no    no
/admin/pages/{draft}/move/{sheet}/confirm/                                   door  door  open  open  no    open  open
/admin/pages/workflow/action/{submitted}/approve/{reading}/                  door  door  no    no    no    open  open
/admin/pages/workflow/collect_action_data/{submitted}/approve/{reading}/     door  door  no    no    no    open  open
/admin/pages/workflow/preview/{submitted}/{task}/                            door  door  no    no    no    open  open
/admin/choose-page/                                                          door  door  open  open  open  open  open
/admin/choose-page/chosen-multiple/?id={draft}                               door  door  open  open  open  open  open
/admin/pages/                                                                door  door  on    on    on    on    open
/admin/pages/{sheet}/                                                        door  door  open  open  on    open  open
/admin/pages/{sheet}/results/                                                door  door  open  open  on    open  open
/admin/bulk/wagtailcore/page/delete/                                         door  door  none  none  none  none  none
/admin/bulk/wagtailcore/page/delete/?id={draft}                              door  door  open  open  open  open  open
/admin/bulk/wagtailcore/page/move/?id={draft}                                door  door  open  open  open  open  open
/admin/bulk/wagtailcore/page/publish/?id={draft}                             door  door  open  open  open  open  open
/admin/bulk/wagtailcore/page/unpublish/?id={draft}                           door  door  open  open  open  open  open
/admin/bulk/wagtailcore/page/delete/?id=all                                  door  door  open  open  open  open  open
/admin/pages/add/spaces/articlepage/{sheet}/                                 door  door  open  open  no    open  open
/admin/pages/add/home/standardpage/{home}/                                   door  door  no    no    no    open  open
/admin/pages/add/spaces/articlepage/{sheet}/preview/                         door  door  open  open  no    open  open
/admin/pages/usage/spaces/articlepage/                                       door  door  open  open  open  open  open
/admin/pages/create/spaces/articlepage                                       door  door  on    on    on    open  open
/admin/pages/usage/spaces/articlepage/results/                               door  door  open  open  open  open  open
/admin/pages/{draft}/usage/                                                  door  door  open  open  no    open  open
/admin/pages/{public}/usage/                                                 door  door  open  open  no    open  open
/admin/pages/{sheet}/usage/                                                  door  door  no    open  no    open  open
/admin/pages/{draft}/edit/                                                   door  door  open  open  no    open  open
/admin/pages/{public}/edit/                                                  door  door  open  open  no    open  open
/admin/pages/{sheet}/edit/                                                   door  door  no    open  no    open  open
/admin/pages/{home}/edit/                                                    door  door  no    no    no    open  open
/admin/pages/{draft}/edit/preview/                                           door  door  open  open  no    open  open
/admin/pages/{draft}/view_draft/                                             door  door  open  open  no    open  open
/admin/pages/{public}/view_draft/                                            door  door  open  open  no    open  open
/admin/pages/{sheet}/view_draft/                                             door  door  no    open  no    open  open
/admin/pages/{sheet}/add_subpage/                                            door  door  on    on    no    on    on
/admin/pages/{draft}/delete/                                                 door  door  open  open  no    open  open
/admin/pages/{public}/delete/                                                door  door  no    no    no    open  open
/admin/pages/{sheet}/delete/                                                 door  door  no    no    no    no    no
/admin/pages/{draft}/unpublish/                                              door  door  no    no    no    no    no
/admin/pages/{public}/unpublish/                                             door  door  no    no    no    open  open
/admin/pages/{sheet}/unpublish/                                              door  door  no    no    no    no    no
/admin/pages/{draft}/convert_alias/                                          door  door  none  none  none  none  none
/admin/pages/search/                                                         door  door  open  open  open  open  open
/admin/pages/search/results/                                                 door  door  open  open  open  open  open
POST:/admin/pages/{draft}/set_position/                                      door  door  no    no    no    open  open
/admin/pages/{draft}/copy/                                                   door  door  open  open  no    open  open
/admin/pages/{public}/copy/                                                  door  door  open  open  no    open  open
/admin/pages/{sheet}/copy/                                                   door  door  no    no    no    no    no
/admin/pages/workflow/confirm_cancellation/{submitted}/                      door  door  open  open  no    open  open
/admin/pages/{draft}/privacy/                                                door  door  no    no    no    no    no
POST:/admin/pages/{draft}/lock/                                              door  door  no    no    no    on    on
POST:/admin/pages/{draft}/unlock/                                            door  door  no    on    no    on    on
/admin/pages/{draft}/revisions/                                              door  door  on    on    on    on    on
/admin/pages/{draft}/revisions/{revision}/view/                              door  door  open  open  no    open  open
/admin/pages/{draft}/revisions/{revision}/revert/                            door  door  open  open  no    open  open
/admin/pages/{draft}/revisions/{revision}/unschedule/                        door  door  no    no    no    open  open
/admin/pages/{draft}/revisions/compare/earliest...latest/                    door  door  open  open  no    open  open
/admin/pages/{submitted}/workflow_history/                                   door  door  open  open  no    open  open
/admin/pages/{submitted}/workflow_history/detail/{review}/                   door  door  open  open  no    open  open
/admin/pages/{draft}/history/                                                door  door  open  open  no    open  open
/admin/pages/{public}/history/                                               door  door  open  open  no    open  open
/admin/pages/{sheet}/history/                                                door  door  no    open  no    open  open
/admin/pages/{draft}/history/results/                                        door  door  open  open  no    open  open
/admin/choose-page/{sheet}/                                                  door  door  open  open  open  open  open
/admin/choose-page/search/                                                   door  door  open  open  open  open  open
/admin/choose-external-link/                                                 door  door  open  open  open  open  open
/admin/choose-email-link/                                                    door  door  open  open  open  open  open
/admin/choose-phone-link/                                                    door  door  open  open  open  open  open
/admin/choose-anchor-link/                                                   door  door  open  open  open  open  open
# The admin: pictures, documents, sounds and films
/admin/bulk/accounts/user/delete/                                            door  door  none  none  none  none  none
/admin/media/usage/{medium}/                                                 door  door  open  open  no    open  open
/admin/bulk/media_library/civitacimage/delete/?id={image}                    door  door  open  open  open  open  open
/admin/bulk/data_pages/civitacdocument/delete/?id={document}                 door  door  open  open  open  open  open
/admin/bulk/spaces/author/delete/?id=all                                     door  door  open  open  open  open  open
/admin/bulk/spaces/author/delete/?id={author}                                door  door  open  open  open  open  open
/admin/media/                                                                door  door  open  open  open  open  open
/admin/media/audio/add/                                                      door  door  open  open  open  open  open
/admin/media/edit/{medium}/                                                  door  door  open  open  no    open  open
/admin/media/delete/{medium}/                                                door  door  open  open  no    open  open
/admin/media/chooser/                                                        door  door  open  open  open  open  open
/admin/media/chooser/{medium}/                                               door  door  open  open  no    open  open
/admin/media/audio/chooser/upload/                                           door  door  open  open  open  open  open
/admin/documents/                                                            door  door  open  open  open  open  open
/admin/documents/results/                                                    door  door  open  open  open  open  open
/admin/documents/add/                                                        door  door  open  open  open  open  open
/admin/documents/edit/{document}/                                            door  door  open  open  no    open  open
/admin/documents/delete/{document}/                                          door  door  open  open  no    open  open
/admin/documents/multiple/add/                                               no    no    open  open  open  open  open
POST:/admin/documents/multiple/{document}/                                   no    no    open  open  no    open  open
POST:/admin/documents/multiple/create_from_uploaded_document/1/              no    no    none  none  none  none  none
POST:/admin/documents/multiple/{document}/delete/                            no    no    open  open  no    open  open
POST:/admin/documents/multiple/delete_upload/1/                              no    no    none  none  none  none  none
/admin/documents/usage/{document}/                                           door  door  open  open  no    open  open
/admin/images/                                                               door  door  open  open  open  open  open
/admin/images/results/                                                       door  door  open  open  open  open  open
/admin/images/{image}/                                                       door  door  open  open  no    open  open
/admin/images/{image}/delete/                                                door  door  open  open  no    open  open
/admin/images/{image}/generate_url/                                          door  door  none  none  none  none  none
/admin/images/{image}/generate_url/output/                                   door  door  none  none  none  none  none
/admin/images/{image}/preview/original/                                      door  door  open  open  no    open  open
/admin/images/add/                                                           door  door  open  open  open  open  open
/admin/images/usage/{image}/                                                 door  door  open  open  no    open  open
/admin/images/multiple/add/                                                  no    no    open  open  open  open  open
POST:/admin/images/multiple/{image}/                                         no    no    open  open  no    open  open
POST:/admin/images/multiple/create_from_uploaded_image/1/                    no    no    none  none  none  none  none
POST:/admin/images/multiple/{image}/delete/                                  no    no    open  open  no    open  open
POST:/admin/images/multiple/delete_upload/1/                                 no    no    none  none  none  none  none
/admin/documents/chooser/                                                    door  door  open  open  open  open  open
/admin/documents/chooser/results/                                            door  door  open  open  open  open  open
/admin/documents/chooser/chosen/{document}/                                  door  door  open  open  no    open  open
/admin/documents/chooser/chosen-multiple/?id={document}                      door  door  open  open  open  open  open
/admin/documents/chooser/create/                                             door  door  open  open  open  open  open
/admin/images/chooser/                                                       door  door  open  open  open  open  open
/admin/images/chooser/results/                                               door  door  open  open  open  open  open
/admin/images/chooser/chosen/{image}/                                        door  door  open  open  no    open  open
/admin/images/chooser/chosen-multiple/?id={image}                            door  door  open  open  open  open  open
/admin/images/chooser/create/                                                door  door  open  open  open  open  open
/admin/images/chooser/{image}/select_format/                                 door  door  open  open  no    open  open
# The admin: authors
/admin/snippets/spaces/author/                                               door  door  open  open  open  open  open
/admin/snippets/spaces/author/results/                                       door  door  open  open  open  open  open
/admin/snippets/spaces/author/add/                                           door  door  open  open  open  open  open
/admin/snippets/spaces/author/edit/{author}/                                 door  door  open  open  no    open  open
/admin/snippets/spaces/author/delete/{author}/                               door  door  no    open  no    open  open
/admin/snippets/spaces/author/usage/{author}/                                door  door  open  open  no    open  open
/admin/snippets/spaces/author/history/{author}/                              door  door  open  open  no    open  open
/admin/snippets/spaces/author/history-results/{author}/                      door  door  open  open  no    open  open
/admin/snippets/choose/spaces/author/                                        door  door  open  open  open  open  open
/admin/snippets/choose/spaces/author/results/                                door  door  open  open  open  open  open
/admin/snippets/choose/spaces/author/chosen/{author}/                        door  door  open  open  no    open  open
/admin/snippets/choose/spaces/author/chosen-multiple/?id={author}            door  door  open  open  open  open  open
/admin/snippets/choose/spaces/author/create/                                 door  door  open  open  open  open  open
# The admin: reports
/admin/reports/page-types-usage/                                             door  door  no    no    no    open  open
/admin/reports/page-types-usage/results/                                     door  door  no    no    no    open  open
/admin/reports/locked/                                                       door  door  no    open  no    open  open
/admin/reports/locked/results/                                               door  door  no    open  no    open  open
/admin/reports/workflow/                                                     door  door  open  open  open  open  open
/admin/reports/workflow/results/                                             door  door  open  open  open  open  open
/admin/reports/workflow_tasks/                                               door  door  open  open  open  open  open
/admin/reports/workflow_tasks/results/                                       door  door  open  open  open  open  open
/admin/reports/site-history/                                                 door  door  open  open  open  open  open
/admin/reports/site-history/results/                                         door  door  open  open  open  open  open
/admin/reports/aging-pages/                                                  door  door  open  open  open  open  open
/admin/reports/aging-pages/results/                                          door  door  open  open  open  open  open
# The admin: what the animation team keeps
/admin/settings/home/sitesettings/                                           door  door  no    no    no    on    on
/admin/settings/home/sitesettings/{site}/                                    door  door  no    no    no    open  open
/admin/settings/home/sitesettings/{site}/preview/                            door  door  no    no    no    none  none
/admin/snippets/                                                             door  door  no    no    no    no    no
/admin/snippets/spaces/officetitle/                                          door  door  no    no    no    open  open
/admin/snippets/spaces/officetitle/results/                                  door  door  no    no    no    open  open
/admin/snippets/spaces/officetitle/add/                                      door  door  no    no    no    open  open
/admin/snippets/spaces/officetitle/edit/{office}/                            door  door  no    no    no    open  open
/admin/snippets/spaces/officetitle/delete/{office}/                          door  door  no    no    no    open  open
/admin/snippets/spaces/officetitle/usage/{office}/                           door  door  no    no    no    open  open
/admin/snippets/spaces/officetitle/history/{office}/                         door  door  no    no    no    open  open
/admin/snippets/spaces/officetitle/history-results/{office}/                 door  door  no    no    no    open  open
/admin/snippets/choose/spaces/officetitle/                                   door  door  open  open  open  open  open
/admin/snippets/choose/spaces/officetitle/results/                           door  door  open  open  open  open  open
/admin/snippets/choose/spaces/officetitle/chosen/{office}/                   door  door  open  open  open  open  open
/admin/snippets/choose/spaces/officetitle/chosen-multiple/?id={office}       door  door  open  open  open  open  open
/admin/snippets/choose/spaces/officetitle/create/                            door  door  no    no    no    open  open
/admin/snippets/data_pages/documentkind/                                     door  door  no    no    no    open  open
/admin/snippets/data_pages/documentkind/results/                             door  door  no    no    no    open  open
/admin/snippets/data_pages/documentkind/add/                                 door  door  no    no    no    open  open
/admin/snippets/data_pages/documentkind/edit/{kind}/                         door  door  no    no    no    open  open
/admin/snippets/data_pages/documentkind/delete/{kind}/                       door  door  no    no    no    open  open
/admin/snippets/data_pages/documentkind/usage/{kind}/                        door  door  no    no    no    open  open
/admin/snippets/data_pages/documentkind/history/{kind}/                      door  door  no    no    no    open  open
/admin/snippets/data_pages/documentkind/history-results/{kind}/              door  door  no    no    no    open  open
/admin/snippets/choose/data_pages/documentkind/                              door  door  open  open  open  open  open
/admin/snippets/choose/data_pages/documentkind/results/                      door  door  open  open  open  open  open
/admin/snippets/choose/data_pages/documentkind/chosen/{kind}/                door  door  open  open  open  open  open
/admin/snippets/choose/data_pages/documentkind/chosen-multiple/?id={kind}    door  door  open  open  open  open  open
/admin/snippets/choose/data_pages/documentkind/create/                       door  door  no    no    no    open  open
POST:/admin/snippets/data_pages/documentkind/reorder/{kind}/                 door  door  no    no    no    open  open
/admin/snippets/territories/territory/                                       door  door  no    no    no    open  open
/admin/snippets/territories/territory/results/                               door  door  no    no    no    open  open
/admin/snippets/territories/territory/add/                                   door  door  no    no    no    no    no
/admin/snippets/territories/territory/edit/{territory}/                      door  door  no    no    no    open  open
/admin/snippets/territories/territory/delete/{territory}/                    door  door  no    no    no    no    no
/admin/snippets/territories/territory/usage/{territory}/                     door  door  no    no    no    open  open
/admin/snippets/territories/territory/history/{territory}/                   door  door  no    no    no    open  open
/admin/snippets/territories/territory/history-results/{territory}/           door  door  no    no    no    open  open
/admin/snippets/choose/territories/territory/                                door  door  open  open  open  open  open
/admin/snippets/choose/territories/territory/results/                        door  door  open  open  open  open  open
/admin/snippets/choose/territories/territory/chosen/{territory}/             door  door  open  open  open  open  open
/admin/snippets/choose/territories/territory/chosen-multiple/?id={territory} door  door  open  open  open  open  open
/admin/snippets/choose/territories/territory/create/                         door  door  no    no    no    no    no
/admin/snippets/territories/theme/                                           door  door  no    no    no    open  open
/admin/snippets/territories/theme/results/                                   door  door  no    no    no    open  open
/admin/snippets/territories/theme/add/                                       door  door  no    no    no    open  open
/admin/snippets/territories/theme/edit/{theme}/                              door  door  no    no    no    open  open
/admin/snippets/territories/theme/delete/{theme}/                            door  door  no    no    no    open  open
/admin/snippets/territories/theme/usage/{theme}/                             door  door  no    no    no    open  open
/admin/snippets/territories/theme/history/{theme}/                           door  door  no    no    no    open  open
/admin/snippets/territories/theme/history-results/{theme}/                   door  door  no    no    no    open  open
POST:/admin/snippets/territories/theme/reorder/{theme}/                      door  door  no    no    no    open  open
/admin/snippets/choose/territories/theme/                                    door  door  open  open  open  open  open
/admin/snippets/choose/territories/theme/results/                            door  door  open  open  open  open  open
/admin/snippets/choose/territories/theme/chosen/{theme}/                     door  door  open  open  open  open  open
/admin/snippets/choose/territories/theme/chosen-multiple/?id={theme}         door  door  open  open  open  open  open
/admin/snippets/choose/territories/theme/create/                             door  door  no    no    no    open  open
/admin/contact_messages/                                                     door  door  no    no    no    open  open
/admin/contact_messages/results/                                             door  door  no    no    no    open  open
/admin/contact_messages/{message}/                                           door  door  no    no    no    open  open
POST:/admin/contact_messages/{message}/answered/                             door  door  no    no    no    on    on
POST:/admin/contact_messages/{message}/waiting/                              door  door  no    no    no    on    on
/admin/spaces/                                                               door  door  no    no    no    open  open
/admin/spaces/results/                                                       door  door  no    no    no    open  open
/admin/spaces/new/                                                           door  door  no    no    no    open  open
/admin/spaces/{space}/                                                       door  door  no    no    no    open  open
/admin/spaces/{space}/edit/                                                  door  door  no    no    no    open  open
/admin/spaces/{space}/close/                                                 door  door  no    no    no    open  open
/admin/spaces/{space}/reopen/                                                door  door  no    no    no    open  open
/admin/enrolment/                                                            door  door  no    no    no    open  open
/admin/enrolment/results/                                                    door  door  no    no    no    open  open
/admin/enrolment/{request}/                                                  door  door  no    no    no    open  open
/admin/enrolment/{request}/history/                                          door  door  no    no    no    open  open
/admin/enrolment/{request}/history/results/                                  door  door  no    no    no    open  open
/admin/enrolment/{request}/charter/                                          door  door  no    no    no    none  none
/admin/users/                                                                door  door  no    no    no    open  open
/admin/users/results/                                                        door  door  no    no    no    open  open
/admin/users/new/                                                            door  door  no    no    no    open  open
/admin/users/edit/{person}/                                                  door  door  no    no    no    open  open
/admin/users/delete/{person}/                                                door  door  no    no    no    no    no
/admin/users/history/{person}/                                               door  door  no    no    no    open  open
/admin/users/history-results/{person}/                                       door  door  no    no    no    open  open
/admin/users/usage/{person}/                                                 door  door  no    no    no    open  open
# The admin: what superusers keep
/admin/groups/                                                               door  door  no    no    no    no    no
/admin/collections/                                                          door  door  no    no    no    no    open
/admin/collections/add/                                                      door  door  no    no    no    no    open
/admin/collections/{collection}/                                             door  door  no    no    no    no    open
/admin/collections/{collection}/delete/                                      door  door  none  none  none  none  open
/admin/collections/{collection}/privacy/                                     door  door  no    no    no    no    open
/admin/workflows/list/                                                       door  door  no    no    no    no    open
/admin/workflows/list/results/                                               door  door  no    no    no    no    open
/admin/workflows/add/                                                        door  door  no    no    no    no    open
POST:/admin/workflows/enable/{workflow}/                                     door  door  no    no    no    no    on
/admin/workflows/disable/{workflow}/                                         door  door  no    no    no    no    open
/admin/workflows/edit/{workflow}/                                            door  door  no    no    no    no    open
/admin/workflows/usage/{workflow}/                                           door  door  no    no    no    no    open
/admin/workflows/usage/{workflow}/results/                                   door  door  no    no    no    no    open
POST:/admin/workflows/remove/{draft}/                                        door  door  no    no    no    no    on
POST:/admin/workflows/remove/{draft}/{workflow}/                             door  door  no    no    no    no    on
/admin/workflows/tasks/add/spaces/reviewtask/                                door  door  no    no    no    no    open
/admin/workflows/tasks/select_type/                                          door  door  no    no    no    no    open
/admin/workflows/tasks/index/                                                door  door  no    no    no    no    open
/admin/workflows/tasks/index/results/                                        door  door  no    no    no    no    open
/admin/workflows/tasks/edit/{task}/                                          door  door  no    no    no    no    open
/admin/workflows/tasks/disable/{task}/                                       door  door  no    no    no    no    open
POST:/admin/workflows/tasks/enable/{task}/                                   door  door  no    no    no    no    on
/admin/workflows/task_chooser/                                               door  door  open  open  open  open  open
/admin/workflows/task_chooser/results/                                       door  door  open  open  open  open  open
/admin/workflows/task_chooser/create/                                        door  door  open  open  open  open  open
/admin/workflows/task_chooser/{task}/                                        door  door  open  open  open  open  open
/admin/redirects/                                                            door  door  no    no    no    no    open
/admin/redirects/results/                                                    door  door  no    no    no    no    open
/admin/redirects/add/                                                        door  door  no    no    no    no    open
/admin/redirects/{redirect}/                                                 door  door  no    no    no    no    open
/admin/redirects/{redirect}/delete/                                          door  door  no    no    no    no    open
/admin/redirects/import/                                                     door  door  no    no    no    no    open
/admin/redirects/import/process/                                             door  door  no    no    no    no    post
/admin/sites/                                                                door  door  no    no    no    no    open
/admin/sites/results/                                                        door  door  no    no    no    no    open
/admin/sites/new/                                                            door  door  no    no    no    no    open
/admin/sites/edit/{site}/                                                    door  door  no    no    no    no    open
/admin/sites/delete/{site}/                                                  door  door  no    no    no    no    open
/admin/sites/history/{site}/                                                 door  door  no    no    no    no    open
/admin/sites/history-results/{site}/                                         door  door  no    no    no    no    open
/admin/sites/usage/{site}/                                                   door  door  no    no    no    no    open
/admin/sites/copy/{site}/                                                    door  door  no    no    no    no    open
/admin/groups/new/                                                           door  door  no    no    no    no    no
/admin/groups/edit/{group}/                                                  door  door  no    no    no    no    no
# Figures in the administration
/admin/snippets/data_pages/statistictable/                                   door  door  open  open  open  open  open
/admin/snippets/data_pages/statistictable/results/                           door  door  open  open  open  open  open
/admin/snippets/data_pages/statistictable/add/                               door  door  open  open  open  open  open
/admin/snippets/data_pages/statistictable/edit/{table}/                      door  door  open  open  no    open  open
/admin/snippets/data_pages/statistictable/delete/{table}/                    door  door  no    open  no    open  open
/admin/snippets/data_pages/statistictable/usage/{table}/                     door  door  open  open  no    open  open
/admin/snippets/data_pages/statistictable/history/{table}/                   door  door  open  open  no    open  open
/admin/snippets/data_pages/statistictable/history-results/{table}/           door  door  open  open  no    open  open
/admin/snippets/data_pages/statistictable/figures/{table}/                   door  door  open  open  no    open  open
/admin/snippets/data_pages/statistictable/journal/{table}/                   door  door  open  open  no    open  open
/admin/snippets/choose/data_pages/statistictable/                            door  door  open  open  open  open  open
/admin/snippets/choose/data_pages/statistictable/results/                    door  door  open  open  open  open  open
/admin/snippets/choose/data_pages/statistictable/chosen/{table}/             door  door  open  open  no    open  open
/admin/snippets/choose/data_pages/statistictable/chosen-multiple/?id={table} door  door  open  open  open  open  open
/admin/snippets/choose/data_pages/statistictable/create/                     door  door  open  open  open  open  open
/admin/tables/{table}/imports/                                               door  door  open  open  no    open  open
/admin/imports/{import}/                                                     door  door  open  open  no    open  open
/admin/imports/{import}/rejects/                                             door  door  open  open  no    open  open
/admin/imports/{import}/file/                                                door  door  open  open  no    open  open
/admin/snippets/data_pages/indicator/                                        door  door  no    no    no    open  open
/admin/snippets/data_pages/indicator/results/                                door  door  no    no    no    open  open
/admin/snippets/data_pages/indicator/add/                                    door  door  no    no    no    open  open
/admin/snippets/data_pages/indicator/edit/{indicator}/                       door  door  no    no    no    open  open
/admin/snippets/data_pages/indicator/delete/{indicator}/                     door  door  no    no    no    on    on
/admin/snippets/data_pages/indicator/usage/{indicator}/                      door  door  no    no    no    open  open
/admin/snippets/data_pages/indicator/history/{indicator}/                    door  door  no    no    no    open  open
/admin/snippets/data_pages/indicator/history-results/{indicator}/            door  door  no    no    no    open  open
POST:/admin/snippets/data_pages/indicator/reorder/{indicator}/               door  door  no    no    no    open  open
/admin/snippets/choose/data_pages/indicator/                                 door  door  open  open  open  open  open
/admin/snippets/choose/data_pages/indicator/results/                         door  door  open  open  open  open  open
/admin/snippets/choose/data_pages/indicator/chosen/{indicator}/              door  door  open  open  open  open  open
/admin/snippets/choose/data_pages/indicator/chosen-multiple/?id={indicator}  door  door  open  open  open  open  open
/admin/snippets/choose/data_pages/indicator/create/                          door  door  no    no    no    open  open
# Diffusion groups: their people are for whoever keeps the group, never for an editor
/admin/snippets/alerts/diffusiongroup/                                       door  door  no    open  no    open  open
/admin/snippets/alerts/diffusiongroup/results/                               door  door  no    open  no    open  open
/admin/snippets/alerts/diffusiongroup/add/                                   door  door  no    open  no    open  open
/admin/snippets/alerts/diffusiongroup/edit/{diffusion}/                      door  door  no    open  no    open  open
/admin/snippets/alerts/diffusiongroup/delete/{diffusion}/                    door  door  no    open  no    open  open
/admin/snippets/alerts/diffusiongroup/usage/{diffusion}/                     door  door  no    open  no    open  open
/admin/snippets/alerts/diffusiongroup/history/{diffusion}/                   door  door  no    open  no    open  open
/admin/snippets/alerts/diffusiongroup/history-results/{diffusion}/           door  door  no    open  no    open  open
/admin/snippets/alerts/diffusiongroup/people/{diffusion}/                    door  door  no    open  no    open  open
POST:/admin/snippets/alerts/diffusiongroup/export/{diffusion}/               door  door  no    open  no    open  open
/admin/snippets/choose/alerts/diffusiongroup/                                door  door  open  open  open  open  open
/admin/snippets/choose/alerts/diffusiongroup/results/                        door  door  open  open  open  open  open
/admin/snippets/choose/alerts/diffusiongroup/chosen/{diffusion}/             door  door  open  open  no    open  open
/admin/snippets/choose/alerts/diffusiongroup/chosen-multiple/?id={diffusion} door  door  open  open  open  open  open
/admin/snippets/choose/alerts/diffusiongroup/create/                         door  door  no    open  no    open  open
/admin/consentements/                                                        door  door  no    no    no    open  open
"""
