extension FindingResource.Instance {
    /// From `instanceDetails` (GuardDuty API reference, InstanceDetails), whose id was read already.
    init(id: String, details: JSONValue) {
        let interfaces = details["networkInterfaces"]?.array ?? []
        self.init(
            id: id,
            vpcIDs: interfaces.distinct("vpcId"),
            subnetIDs: interfaces.distinct("subnetId"),
            interfaceIDs: interfaces.distinct("networkInterfaceId"),
            tags: Self.tags(details["tags"]),
            instanceProfileARN: details["iamInstanceProfile"]?["arn"]?.text
        )
    }

    /// A list of `key` and `value`, in the two spellings there are: events of some years keep EC2's own capitals.
    private static func tags(_ list: JSONValue?) -> [String: String] {
        var tags: [String: String] = [:]
        for tag in list?.array ?? [] {
            guard let key = (tag["key"] ?? tag["Key"])?.string else { continue }
            tags[key] = (tag["value"] ?? tag["Value"])?.string ?? ""
        }
        return tags
    }
}

extension FindingResource.AccessKey {
    /// From `accessKeyDetails` (GuardDuty API reference, AccessKeyDetails). An anonymous caller's has empty members.
    init(details: JSONValue) {
        self.init(
            accessKeyID: details["accessKeyId"]?.text,
            principalID: details["principalId"]?.text,
            userName: details["userName"]?.text,
            userType: details["userType"]?.text
        )
    }
}

extension JSONValue {
    /// The string, unless it is empty.
    var text: String? { string.flatMap { $0.isEmpty ? nil : $0 } }
}

extension [JSONValue] {
    /// The texts of the elements' member `key`, each once, in order.
    fileprivate func distinct(_ key: String) -> [String] {
        var texts: [String] = []
        for case let text? in map({ $0[key]?.text }) where !texts.contains(text) { texts.append(text) }
        return texts
    }
}
