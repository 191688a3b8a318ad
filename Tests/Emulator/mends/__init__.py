"""What stock moto gets wrong for our purposes, mended in the running process; moto's own files are never touched.

`CONTRACT.md` says of each behaviour whether it is AWS's, moto's or ours.
"""

import os


def application():
    """The WSGI application: moto's server, mended, behind the gate."""
    # Read by moto when it is imported. Default AMIs cost 1,177 images and snapshots in every account and region.
    os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
    os.environ.setdefault("MOTO_DISABLE_GLOBAL_CORS", "true")
    # botocore, inside moto, wants some region and credentials when it loads its models.
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    from . import gate, interfaces, managed_policies, s3, speed, tags

    for mend in (interfaces, tags, s3, managed_policies, speed):
        mend.apply()
    return gate.Gate(DomainDispatcherApplication(create_backend_app))
