"""The addresses of accounts. Of allauth only what is needed here is routed, each view with its declaration."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from fairshare.workbench.people.access import entrance, own_page
from fairshare.workbench.people.factors import confirmed
from fairshare.workbench.people.views import colleagues, links, own

urlpatterns = [
    # --- entering and leaving ---
    path("account/login/", entrance(account.login), name="account_login"),
    path("account/logout/", entrance(account.logout), name="account_logout"),
    path("account/inactive/", entrance(account.account_inactive), name="account_inactive"),
    path("account/factor/", entrance(mfa.authenticate), name="mfa_authenticate"),
    path("account/link/<str:token>/", links.link, name="people_link"),
    # --- a forgotten password ---
    path("account/password/reset/", links.forgotten, name="account_reset_password"),
    path("account/password/reset/sent/", entrance(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance(account.password_reset_from_key), name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/changed/",
        entrance(account.password_reset_from_key_done), name="account_reset_password_from_key_done",
    ),
    # --- one's own account ---
    path("account/", own.account, name="account"),
    path("account/log/", own.own_log, name="people_log"),
    path("account/sessions/", own_page(confirmed(sessions.list_usersessions)), name="usersessions_list"),
    path("account/password/", own_page(account.password_change), name="account_change_password"),
    path("account/password/set/", own_page(account.password_set), name="account_set_password"),
    path("account/confirm/", own_page(account.reauthenticate), name="account_reauthenticate"),
    # --- second factor ---
    path("account/factors/", own_page(mfa.index), name="mfa_index"),
    path("account/factors/confirm/", own_page(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("account/factors/app/add/", own_page(totp.activate_totp), name="mfa_activate_totp"),
    path("account/factors/app/remove/", own_page(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/factors/codes/", own_page(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/factors/codes/renew/", own_page(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("account/factors/codes/file/", own_page(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("account/factors/keys/", own_page(keys.list_webauthn), name="mfa_list_webauthn"),
    path("account/factors/keys/add/", own_page(keys.add_webauthn), name="mfa_add_webauthn"),
    path("account/factors/keys/confirm/", own_page(keys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("account/factors/keys/<int:pk>/remove/", own_page(keys.remove_webauthn), name="mfa_remove_webauthn"),
    path("account/factors/keys/<int:pk>/name/", own_page(keys.edit_webauthn), name="mfa_edit_webauthn"),
    # --- the people of a seat ---
    path("account/people/", colleagues.colleagues, name="people_colleagues"),
    path("account/people/log/", own.seat_log, name="people_seat_log"),
    path("account/people/<slug:handle>/invite/", colleagues.renew, name="people_renew"),
    re_path(
        r"^account/people/(?P<handle>[0-9a-f]{12})/(?P<change>deactivate|reactivate)/$",
        colleagues.change, name="people_change",
    ),
]  # fmt: skip
