internal import Foundation

extension Finding {
    /// A finding from GuardDuty's JSON, envelopes taken off: the service's camelCase, or the SDKs' PascalCase, which is
    /// turned into it. `raw` of another finding is such JSON too, so a stored finding is read back by this.
    ///
    /// Needed are id, accountId, region, type, severity and resource.resourceType (GuardDuty API reference, Finding);
    /// everything else may be absent. Throws with all that is missing or wrong, not the first of it.
    package init(
        json: JSONValue,
        source: String,
        location: String = ""
    ) throws(FindingInputError) {
        let pascalCase = json["AccountId"] != nil || json["Resource"] != nil || json["Severity"] != nil
        let json = pascalCase ? json.camelCased : json
        var fields = FindingFields(json)

        let id = fields.text("id")
        let accountID = fields.accountID("accountId")
        let region = fields.region("region")
        let type = fields.text("type")
        let severity = fields.severity("severity")
        let resource = fields.resource(findingType: type)

        guard fields.problems.isEmpty, let id, let accountID, let region, let type, let severity, let resource else {
            throw FindingInputError(source: source, location: location, problems: fields.problems)
        }
        let service = json["service"]
        let title = json["title"]?.string ?? ""
        self.init(
            id: id,
            arn: json["arn"]?.string.flatMap(ARN.init(rawValue:)),
            accountID: accountID,
            region: region,
            partition: json["partition"]?.string.map(Partition.init(rawValue:)) ?? region.partition,
            type: type,
            severity: severity,
            title: title,
            description: json["description"]?.string ?? "",
            createdAt: Self.date(json["createdAt"]),
            updatedAt: Self.date(json["updatedAt"]),
            firstSeen: Self.date(service?["eventFirstSeen"]),
            lastSeen: Self.date(service?["eventLastSeen"]),
            count: max(1, service?["count"]?.int ?? 1),
            archived: service?["archived"]?.bool ?? false,
            sample: title.hasPrefix("[SAMPLE]") || Self.isSample(service?["additionalInfo"]),
            resource: resource,
            raw: json
        )
    }

    private static func date(_ value: JSONValue?) -> Date? { value?.string.flatMap(Date.init(iso8601:)) }

    /// `sample` is a member of additionalInfo in events, and a member of the JSON in its `value` in the API's answers.
    private static func isSample(_ info: JSONValue?) -> Bool {
        guard let info else { return false }
        if let sample = info["sample"]?.bool { return sample }
        guard let value = info["value"]?.string, value.contains("\"sample\"") else { return false }
        return (try? JSONValue(parsing: Data(value.utf8)))?["sample"]?.bool ?? false
    }
}

/// Reads a finding's members, noting every problem on the way.
struct FindingFields {
    let json: JSONValue
    private(set) var problems: [String] = []

    init(_ json: JSONValue) { self.json = json }

    /// A member that must be there and must be text.
    mutating func text(_ key: String) -> String? { text(json[key], at: key) }

    /// `value` if it is text and not empty; `path` names it in the problem otherwise.
    mutating func text(_ value: JSONValue?, at path: String) -> String? {
        guard let value, value != "" else {
            problems.append("\(path): missing")
            return nil
        }
        guard let text = value.string else {
            problems.append("\(path): must be text, is \(value.kind)")
            return nil
        }
        return text
    }

    mutating func accountID(_ key: String) -> AccountID? {
        guard let text = text(key) else { return nil }
        if let account = AccountID(rawValue: text) { return account }
        problems.append("\(key): must be 12 digits, is \"\(text.prefix(40))\"")
        return nil
    }

    mutating func region(_ key: String) -> Region? {
        guard let text = text(key) else { return nil }
        if let region = Region(rawValue: text) { return region }
        problems.append("\(key): must be a region code such as eu-west-1, is \"\(text.prefix(40))\"")
        return nil
    }

    /// A number, or a number in quotes, as some pipelines write it.
    mutating func severity(_ key: String) -> Double? {
        guard let value = json[key] else {
            problems.append("\(key): missing")
            return nil
        }
        if let severity = value.double ?? value.string.flatMap(Double.init), severity.isFinite, severity >= 0 {
            return severity
        }
        problems.append(
            "\(key): must be a number from 0 to 10, is \(value.string.map { "\"\($0.prefix(40))\"" } ?? value.kind)"
        )
        return nil
    }

    mutating func resource(findingType: String?) -> FindingResource? {
        let resource = json["resource"] ?? [:]
        guard resource.object != nil else {
            problems.append("resource: must be an object, is \(resource.kind)")
            return nil
        }
        // An attack sequence has no resource of its own; some pipelines then drop the member.
        let sequence = findingType?.hasPrefix("AttackSequence:") == true
        let type = sequence ? "AttackSequence" : text(resource["resourceType"], at: "resource.resourceType")
        let instance = instance(resource["instanceDetails"])
        let buckets = buckets(resource["s3BucketDetails"])
        guard let type else { return nil }
        let accessKey = resource["accessKeyDetails"].map(FindingResource.AccessKey.init(details:))
        var references = FindingReferences()
        references.gather(resource, type: type)
        references.gather(sequence: json["service"]?["detection"]?["sequence"])
        return FindingResource(
            type: type,
            instance: instance,
            accessKey: accessKey,
            buckets: buckets,
            references: references.all
        )
    }

    private mutating func instance(_ details: JSONValue?) -> FindingResource.Instance? {
        guard let details else { return nil }
        return text(details["instanceId"], at: "resource.instanceDetails.instanceId").map {
            FindingResource.Instance(id: $0, details: details)
        }
    }

    private mutating func buckets(_ details: JSONValue?) -> [FindingResource.Bucket] {
        var buckets: [FindingResource.Bucket] = []
        for (index, bucket) in (details?.array ?? []).enumerated() {
            let arn = bucket["arn"]?.string
            let name = bucket["name"] ?? arn.flatMap(ARN.init(rawValue:)).map { .string($0.resource) }
            guard let name = text(name, at: "resource.s3BucketDetails[\(index)].name") else { continue }
            let owner = bucket["owner"]?["id"]?.string
            buckets.append(
                FindingResource.Bucket(name: name, arn: arn, ownerID: owner, type: bucket["type"]?.string)
            )
        }
        return buckets
    }
}

extension JSONValue {
    /// What kind of value it is, for an error.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .int, .double: "a number"
        case .string: "text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
