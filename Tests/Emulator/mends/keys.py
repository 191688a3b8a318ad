"""What an access key id tells by itself."""

import base64
import re


def account_of_key(access_key_id):
    """The account that a key id encodes in its fifth to thirteenth characters; None unless it does. moto's keys do, and AWS's."""
    if not re.fullmatch(r"[A-Z]{4}[A-Z2-7]{8}[A-Z0-9]{4,}", access_key_id):
        return None
    number = (int.from_bytes(base64.b32decode(access_key_id[4:12]), "big") - 549755813888) * 2
    # The last bit hides in whether the next character is of the alphabet's first half.
    number += access_key_id[12] not in "ABCDEFGHIJKLMNOP"
    return f"{number:012d}" if 0 < number < 10**12 else None
