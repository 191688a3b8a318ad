"""Where stock moto spends most of its time on the way to an operation, remembered instead."""

from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam import models
from moto.moto_server.werkzeug_app import DomainDispatcherApplication

from .keys import account_of_key


def apply():
    # Routing lists a directory and tries a hundred patterns on every request; the answer depends on the host alone.
    stock, known = DomainDispatcherApplication.get_backend_for_host, {}

    def get_backend_for_host(self, host):
        if host not in known:
            known[host] = stock(self, host)
        return known[host]

    DomainDispatcherApplication.get_backend_for_host = get_backend_for_host
    # Looking a key up asks every account's back end in turn, although the key itself tells its account.
    models.get_account_id_from = lambda key: account_of_key(key) or DEFAULT_ACCOUNT_ID
