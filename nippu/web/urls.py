"""The addresses of the professional's pages."""

from django.urls import path

from nippu.http import logging_in
from nippu.web import (
    administration,
    bundle,
    cases,
    clients,
    codes,
    details,
    documents,
    editor,
    intake,
    risks,
    search,
    session,
    sheet,
    signing,
    start,
    structures,
)

app_name = "web"

urlpatterns = [
    # Coming, going, who one is
    path("login/", logging_in.log_in, name="login"),
    path("login/done/", session.logged_in, name="logged_in"),
    path("logout/", logging_in.log_out, name="logout"),
    path("language/", logging_in.choose_reading_language, name="language"),
    path("work-task/", session.acting, name="acting"),
    path("work-task/choose/", logging_in.choose_work_task, name="choose_work_task"),
    path("help/", session.show_help, name="help"),
    # Start, search, clients, cases
    path("", start.start, name="start"),
    path("search/", search.find, name="search"),
    path("clients/<uuid:client_id>/", clients.client, name="client"),
    path("clients/<uuid:client_id>/identity-code/", clients.identity_code, name="identity_code"),
    path("clients/<uuid:client_id>/details/", details.details, name="client_details"),
    path("clients/<uuid:client_id>/details/<slug:part>/", details.detail, name="client_detail"),
    path("clients/<uuid:client_id>/security-ban/", details.security_ban, name="security_ban"),
    path("clients/<uuid:client_id>/risks/", risks.risks, name="client_risks"),
    path("clients/<uuid:client_id>/risks/<uuid:risk_id>/", risks.risk, name="client_risk"),
    path("clients/<uuid:client_id>/sheet/", sheet.sheet, name="client_sheet"),
    path("cases/", cases.cases, name="cases"),
    path("cases/save/", cases.cases_csv, name="cases_csv"),
    # Intake
    path("intake/", intake.intakes, name="intakes"),
    path("intake/<uuid:intake_id>/discard/", intake.discard, name="intake_discard"),
    path("intake/<uuid:intake_id>/<slug:step>/", intake.intake, name="intake"),
    # A case and its documents
    path("cases/<uuid:case_id>/", bundle.case, name="case"),
    path("cases/<uuid:case_id>/new-document/", documents.new_document, name="new_document"),
    path("cases/<uuid:case_id>/start-document/", documents.start_document, name="start_document"),
    path("documents/<uuid:document_id>/", documents.document, name="document"),
    path("documents/<uuid:document_id>/edit/", editor.editor, name="editor"),
    path("documents/<uuid:document_id>/base/", editor.base, name="base"),
    path("documents/<uuid:document_id>/draft/", editor.autosave, name="draft"),
    path("documents/<uuid:document_id>/check/", editor.check_field, name="check"),
    path("documents/<uuid:document_id>/discard/", editor.discard, name="discard"),
    path("documents/<uuid:document_id>/sign/", signing.sign, name="sign"),
    # National structures and code sets
    path("structures/", structures.structures, name="structures"),
    path("structures/<str:oid>/", structures.structure, name="structure"),
    path("codes/", codes.code_sets, name="codes"),
    path("codes/<str:oid>/", codes.code_set_page, name="code_set"),
    path("administration/structures/", administration.import_structures, name="import"),
]
