"""EC2 tags: stock moto tags what does not exist, takes reserved keys, and reads tags by scanning all there are."""

import re

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.core import TaggedEC2Resource
from moto.ec2.models.tags import TagBackend
from moto.ec2.responses.tags import TagResponse
from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE, get_prefix

# The kinds whose existence is checked, with where the back end keeps them.
_HELD = {
    "i": lambda backend, identifier: backend.get_instance_by_id(identifier) is not None,
    "eni": lambda backend, identifier: identifier in backend.enis,
    "sg": lambda backend, identifier: backend.get_security_group_from_id(identifier) is not None,
    "vol": lambda backend, identifier: identifier in backend.volumes,
    "snap": lambda backend, identifier: identifier in backend.snapshots,
    "vpc": lambda backend, identifier: identifier in backend.vpcs,
}
_NOT_FOUND = {
    "i": "InvalidInstanceID.NotFound", "eni": "InvalidNetworkInterfaceID.NotFound", "sg": "InvalidGroup.NotFound",
    "vol": "InvalidVolume.NotFound", "snap": "InvalidSnapshot.NotFound", "vpc": "InvalidVpcID.NotFound",
}


def apply():
    TaggedEC2Resource.get_tags = _get_tags
    for name in ("create_tags", "delete_tags"):
        setattr(TagResponse, name, _checked(getattr(TagResponse, name)))
    stock = TagBackend.describe_tags

    def describe_tags(self, filters=None):
        """`tag:KEY` too, which stock moto ignores."""
        filters = dict(filters or {})
        wanted = {name.removeprefix("tag:"): filters.pop(name) for name in list(filters) if name.startswith("tag:")}
        unknown = [name for name in filters if name not in self.VALID_TAG_FILTERS]
        if unknown:
            raise EC2ClientError("InvalidParameterValue", f"The filter '{unknown[0]}' is invalid")
        rows = stock(self, filters)
        return [row for row in rows if all(row["key"] == key and row["value"] in values for key, values in wanted.items())]

    TagBackend.describe_tags = describe_tags


def _get_tags(self):
    held = self.ec2_backend.tags.get(self.id) if self.id else None
    kind = EC2_PREFIX_TO_RESOURCE.get(get_prefix(self.id), "") if held else ""
    return [{"resource_id": self.id, "key": key, "value": value, "resource_type": kind} for key, value in (held or {}).items()]


def _checked(stock):
    def method(self):
        for identifier in self._get_param("Resources", []):
            prefix = identifier.partition("-")[0]
            if not re.fullmatch(r"[a-z-]+-[0-9a-f]{8,17}", identifier):
                raise EC2ClientError("InvalidID", f"The ID '{identifier}' is not valid")
            if prefix in _HELD and not _HELD[prefix](self.ec2_backend, identifier):
                raise EC2ClientError(_NOT_FOUND[prefix], f"The ID '{identifier}' does not exist")
        for tag in self._get_param("Tags", []):
            if str(tag.get("Key", "")).lower().startswith("aws:"):
                raise EC2ClientError(
                    "InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use")
            # EC2 API reference, Tag.
            if len(tag.get("Key", "")) > 127:
                raise EC2ClientError("InvalidParameterValue", "Tag key exceeds the maximum length of 127 characters")
            if len(tag.get("Value") or "") > 256:
                raise EC2ClientError("InvalidParameterValue", "Tag value exceeds the maximum length of 256 characters")
        return stock(self)

    return method
