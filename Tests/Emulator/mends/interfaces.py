"""Network interfaces and their security groups, exactly.

Stock moto reads an interface's groups as the union of its own and its instance's, takes groups that do not exist, lets
ModifyInstanceAttribute change an instance with several interfaces, and deletes groups in use.
"""

from moto.ec2 import utils
from moto.ec2.exceptions import (
    EC2ClientError, InvalidSecurityGroupDuplicateError, InvalidSecurityGroupNotFoundError, InvalidVPCIdError,
)
from moto.ec2.models import EC2Backend
from moto.ec2.models.elastic_network_interfaces import NetworkInterface, NetworkInterfaceBackend
from moto.ec2.models.instances import Instance, InstanceBackend
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupBackend


def apply():
    NetworkInterface.group_set = property(lambda self: self._group_set)
    Instance.security_groups = property(_instance_groups, _set_instance_groups)
    NetworkInterfaceBackend.modify_network_interface_attribute = _modify_interface
    InstanceBackend.modify_instance_security_groups = _modify_instance_groups
    _wrap_security_groups()
    _wrap_filters()


def _instance_groups(instance):
    """An instance's groups are those of its primary interface (EC2 API reference, Instance)."""
    primary = getattr(instance, "nics", {}).get(0)
    return primary._group_set if primary else getattr(instance, "_launch_groups", [])


def _set_instance_groups(instance, groups):
    instance._launch_groups = groups


def _groups(backend, ids, vpc):
    """The groups by id. Raises unless all exist, in `vpc`."""
    groups = []
    for group_id in ids:
        group = backend.get_security_group_from_id(group_id)
        if group is None:
            raise InvalidSecurityGroupNotFoundError(group_id)
        if group.vpc_id != vpc:
            raise EC2ClientError("InvalidParameter", "You have specified two resources that belong to different networks.")
        groups.append(group)
    return groups


def _modify_interface(self, eni_id, group_ids, source_dest_check=None, description=None):
    interface = self.get_network_interface(eni_id)
    if interface.requester_managed:
        # What AWS says of an interface that ECS or a load balancer manages (cloud-custodian issue 3406).
        raise EC2ClientError("AuthFailure", "You do not have permission to access the specified resource.")
    if len(set(group_ids)) > 16:
        raise EC2ClientError("SecurityGroupsPerInterfaceLimitExceeded", "The maximum number of security groups per interface is 16.")
    groups = _groups(self, dict.fromkeys(group_ids), interface.vpc_id)
    if groups:
        interface._group_set = groups
    if source_dest_check in (True, False):
        interface.source_dest_check = source_dest_check
    if description:
        interface.description = description


def _modify_instance_groups(self, instance_id, new_group_id_list):
    instance = self.get_instance(instance_id)
    if len(instance.nics) != 1:
        raise EC2ClientError(
            "InvalidInstanceID",
            f"There are multiple interfaces attached to instance '{instance_id}'. "
            "Please specify an interface ID for the operation instead.")
    if instance.state == "terminated":
        raise EC2ClientError("IncorrectInstanceState", f"The instance '{instance_id}' is not in a state from which it can be modified.")
    primary = instance.nics[0]
    primary._group_set = _groups(self, dict.fromkeys(new_group_id_list), primary.vpc_id)
    return instance


def _wrap_security_groups():
    stock_delete, stock_create = SecurityGroupBackend._delete_security_group, SecurityGroupBackend.create_security_group

    def delete(self, vpc_id, group_id):
        group = self.get_security_group_from_id(group_id)
        if group.is_default:
            raise EC2ClientError("CannotDelete", f'the specified group: "{group_id}" name: "default" cannot be deleted by a user')
        used = any(group in interface._group_set for interface in self.enis.values())
        referenced = any(
            rule.source_group.get("GroupId") == group_id
            for groups in self.groups.values() for other in groups.values() if other is not group
            for rule in other.ingress_rules + other.egress_rules)
        if used or referenced:
            raise EC2ClientError("DependencyViolation", f"resource {group_id} has a dependent object")
        stock_delete(self, vpc_id, group_id)

    def create(self, name, description, vpc_id=None, tags=None, force=False, is_default=None):
        if vpc_id and vpc_id not in self.vpcs:
            raise InvalidVPCIdError(vpc_id)
        for what, value in (("GroupName", name), ("GroupDescription", description)):
            if value and (len(value) > 255 or not value.isascii()):
                raise EC2ClientError(
                    "InvalidParameterValue",
                    f"Value ({value}) for parameter {what} is invalid. Character sets beyond ASCII are not supported.")
        # Stock moto also finds a duplicate when the name is another group's id or another VPC's group.
        vpc = vpc_id or self.default_vpc.id
        if not force and any(group.name == name for group in self.groups[vpc].values()):
            raise InvalidSecurityGroupDuplicateError(name)
        return stock_create(self, name, description, vpc_id=vpc_id, tags=tags, force=True, is_default=is_default)

    SecurityGroupBackend._delete_security_group = delete
    SecurityGroupBackend.create_security_group = create
    # EC2Backend inherits from both; nothing of its own is in the way.
    assert EC2Backend._delete_security_group is delete


def _wrap_filters():
    """Filters that stock moto lacks (HTTP 500) or matches by all of the values when any is enough."""
    stock_value, stock_matching = NetworkInterface.get_filter_value, utils.is_filter_matching
    extra = {
        "group-name": lambda interface: [group.name for group in interface._group_set],
        "status": lambda interface: interface.status,
        "owner-id": lambda interface: interface.owner_id,
        "requester-managed": lambda interface: interface.requester_managed,
        "requester-id": lambda interface: interface.requester_id if interface.requester_managed else None,
        "interface-type": lambda interface: interface.interface_type,
        "mac-address": lambda interface: interface.mac_address,
        "attachment.status": lambda interface: "attached" if interface.attachment_id else "detached",
        "attachment.device-index": lambda interface: str(interface.device_index),
    }

    def value(self, name, method_name=None):
        return extra[name](self) if name in extra else stock_value(self, name, method_name)

    def matching(item, name, wanted):
        got = item.get_filter_value(name)
        if isinstance(got, (list, set, tuple)) and isinstance(wanted, list):
            return any(utils.fnmatch.fnmatch(str(element), pattern) for element in got for pattern in wanted)
        return stock_matching(item, name, wanted)

    NetworkInterface.get_filter_value = value
    utils.is_filter_matching = matching
    stock_group = SecurityGroup.matches_filter

    def group_matches(self, key, wanted):
        if not key.startswith("tag") and key not in self.filters:
            raise EC2ClientError("InvalidParameterValue", f"The filter '{key}' is invalid")
        return stock_group(self, key, wanted)

    SecurityGroup.matches_filter = group_matches
