"""The few AWS-managed policies that the tests need; moto loads all of them (13 MB an account) or none."""

import functools
import json

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, IAMBackend

NAMES = (
    "AWSCompromisedKeyQuarantine", "AWSCompromisedKeyQuarantineV2", "AWSCompromisedKeyQuarantineV3", "AdministratorAccess",
    "ReadOnlyAccess", "PowerUserAccess", "AmazonSSMManagedInstanceCore",
)


@functools.cache
def _data():
    everything = json.loads(aws_managed_policies_data)
    return {name: everything[name] for name in NAMES if name in everything}


def apply():
    IAMBackend._init_aws_policies = lambda self: [
        AWSManagedPolicy.from_data(name, self.account_id, self.region_name, data) for name, data in _data().items()]
