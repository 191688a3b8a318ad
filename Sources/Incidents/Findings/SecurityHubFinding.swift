/// A finding in the AWS Security Finding Format (Security Hub CSPM user guide, "ASFF syntax") that GuardDuty sent there.
struct SecurityHubFinding {
    let json: JSONValue

    /// Whether a JSON object is in the format at all, whichever product's.
    static func recognises(_ members: [String: JSONValue]) -> Bool {
        members["AwsAccountId"] != nil || members["ProductArn"] != nil
    }

    /// The product that made the finding: `GuardDuty`, `Inspector`.
    var product: String {
        json["ProductName"]?.text
            ?? json["ProductFields"]?["aws/securityhub/ProductName"]?.text
            ?? json["ProductArn"]?.text.flatMap { $0.split(separator: "/").last.map(String.init) }
            ?? "a product that it does not name"
    }

    /// ProductArn cannot be forged by another product's BatchImportFindings, so it decides where it is there.
    var isGuardDuty: Bool {
        if let arn = json["ProductArn"]?.text { return arn.hasSuffix("product/aws/guardduty") }
        return product == "GuardDuty"
    }

    /// The finding in GuardDuty's own shape as far as the format carries it, with all of the original in `asff`.
    var guardDutyJSON: JSONValue {
        let fields = json["ProductFields"]
        let id = json["Id"]?.text ?? ""
        let type = type
        var finding: [String: JSONValue] = [
            "schemaVersion": "2.0",
            "accountId": json["AwsAccountId"] ?? .null,
            "region": json["Region"] ?? .null,
            // The same id as GuardDuty's own delivery has, so that both are one incident.
            "id": .string(id.split(separator: "/").last.map(String.init) ?? ""),
            "arn": .string(id),
            "type": .string(type),
            "severity": severity,
            "title": json["Title"] ?? "",
            "description": json["Description"] ?? "",
            "createdAt": json["CreatedAt"] ?? .null,
            "updatedAt": json["UpdatedAt"] ?? .null,
            "resource": SecurityHubResources(json["Resources"]?.array ?? []).guardDutyJSON(findingType: type),
            "asff": json,
        ]
        if let partition = ARN(rawValue: id)?.partition { finding["partition"] = .string(partition.rawValue) }
        let archived =
            json["RecordState"] == "ARCHIVED" || json["Workflow"]?["Status"] == "SUPPRESSED"
            || fields?["aws/guardduty/service/archived"] == "true"
        let sample = json["Sample"]?.bool == true || fields?["aws/guardduty/service/additionalInfo/sample"] == "true"
        finding["service"] = [
            "serviceName": "guardduty",
            "archived": .bool(archived),
            "count": fields?["aws/guardduty/service/count"]?.string.flatMap { Int64($0) }.map { .int($0) } ?? 1,
            "eventFirstSeen": json["FirstObservedAt"] ?? .null,
            "eventLastSeen": json["LastObservedAt"] ?? .null,
            "additionalInfo": sample
                ? ["sample": true] : ["value": fields?["aws/guardduty/service/additionalInfo/value"] ?? ""],
        ]
        return .object(finding)
    }

    /// `TTPs/Command and Control/Backdoor:EC2-C&CActivity.B!DNS` is `Backdoor:EC2/C&CActivity.B!DNS` (GuardDuty user
    /// guide, "Interpreting GuardDuty finding names in Security Hub").
    private var type: String {
        let types = (json["Types"]?.array ?? []) + (json["FindingProviderFields"]?["Types"]?.array ?? [])
        guard let written = types.compactMap(\.string).first(where: { $0.contains(":") }),
            let colon = written.firstIndex(of: ":")
        else { return "" }
        let start = written[..<colon].lastIndex(of: "/").map { written.index(after: $0) } ?? written.startIndex
        let threat = written[colon...]
        guard !threat.contains("/"), let dash = threat.firstIndex(of: "-") else { return String(written[start...]) }
        return written[start..<dash] + "/" + written[written.index(after: dash)...]
    }

    /// GuardDuty's number where it is kept; customers may change the label and the normalized number, and these are on
    /// other scales (ASFF, `Severity`), so a label counts for the least number that GuardDuty gives it.
    private var severity: JSONValue {
        let places = [json["FindingProviderFields"]?["Severity"], json["Severity"]]
        for key in ["Product", "Original"] {
            for case let value? in places.map({ $0?[key] }) {
                if let number = value.double ?? value.string.flatMap(Double.init) { return .number(number) }
            }
        }
        let least: [String: Double] = ["INFORMATIONAL": 0, "LOW": 1, "MEDIUM": 4, "HIGH": 7, "CRITICAL": 9]
        for case let label? in places.reversed().map({ $0?["Label"]?.string }) {
            if let number = least[label] { return .number(number) }
        }
        return json["Severity"]?["Normalized"]?.double.map { .number($0 / 10) } ?? .null
    }
}
