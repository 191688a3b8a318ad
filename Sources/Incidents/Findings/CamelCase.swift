extension JSONValue {
    /// A GuardDuty document with the SDKs' PascalCase keys (`AccountId`) as the service itself writes it (`accountId`).
    ///
    /// The first letter is what differs, but for a few members whose names on the wire are others (botocore's GuardDuty
    /// model, `locationName`), and for maps, whose keys are data: `affectedResources` has `AWS::S3::Bucket` as a key.
    var camelCased: JSONValue { camelCased(in: "") }

    private func camelCased(in parent: String) -> JSONValue {
        switch self {
        case .array(let elements):
            return .array(elements.map { $0.camelCased(in: parent) })
        case .object(let members):
            if Self.maps.contains(parent) { return self }
            var renamed: [String: JSONValue] = [:]
            renamed.reserveCapacity(members.count)
            for (key, value) in members {
                let lowered = Self.lowerFirst(key)
                let name = Self.irregular[lowered]?[parent] ?? Self.irregular[lowered]?["*"] ?? lowered
                // Should both spellings be there, the service's own wins, whatever the order.
                if name != key, members[name] != nil { continue }
                // Below additionalInfo there is no model, so nothing to rename by.
                renamed[name] = name == "additionalInfo" ? value.withLowerCaseKeys : value.camelCased(in: name)
            }
            return .object(renamed)
        default:
            return self
        }
    }

    /// The object with the first letter of its own keys, and of no others, lower-cased.
    private var withLowerCaseKeys: JSONValue {
        guard let object else { return self }
        var renamed: [String: JSONValue] = [:]
        for (key, value) in object where Self.lowerFirst(key) == key || object[Self.lowerFirst(key)] == nil {
            renamed[Self.lowerFirst(key)] = value
        }
        return .object(renamed)
    }

    private static func lowerFirst(_ key: String) -> String { key.prefix(1).lowercased() + key.dropFirst() }

    /// Members whose value is a map with keys of the customer's making.
    private static let maps: Set<String> = ["affectedResources", "profiles", "behavior"]

    /// Name in the SDKs (first letter lower) to parent (`*` for any) to name on the wire.
    private static let irregular: [String: [String: String]] = [
        "sourceIps": ["*": "sourceIPs"],
        "taskCreatedAt": ["*": "createdAt"],
        "latitude": ["*": "lat"],
        "longitude": ["*": "lon"],
        "kubernetesResourcesTypes": ["*": "type"],
        "code": ["productCodes": "productCodeId"],
        "productType": ["productCodes": "productCodeType"],
        "name": ["account": "account"],
    ]
}
