internal import Foundation

/// Takes off whatever findings are wrapped in, and collects those inside.
struct FindingEnvelope {
    let source: String
    private(set) var results: [Result<Finding, FindingInputError>] = []

    /// How many messages may lie within one another as text; three is the most that AWS makes.
    private static let messageLimit = 8

    /// Finds out what `value` is and opens it. `location` names it in errors; `messages` counts the texts around it.
    mutating func open(_ value: JSONValue, at location: String, messages: Int = 0) {
        if let elements = value.array { return openAll(elements, at: location, messages: messages) }
        guard let members = value.object else {
            return refuse("\(value.kind), where a finding (a JSON object) was expected", at: location)
        }

        if SecurityHubFinding.recognises(members) {
            openSecurityHubFinding(value, at: location)
        } else if Self.isFinding(members) {
            add(value, at: location)
        } else if members["detail"] != nil {
            openEvent(value, at: location, messages: messages)
        } else if let key = ["Findings", "findings", "Records", "Messages"].first(where: { members[$0] != nil }) {
            openAll(value[key]?.array, at: path(location, key), messages: messages)
        } else if let notification = value["Sns"] {
            open(notification, at: path(location, "Sns"), messages: messages)
        } else if value["TopicArn"] != nil, let type = value["Type"]?.string {
            openNotification(value, type: type, at: location, messages: messages)
        } else if let key = ["body", "Body"].first(where: { members[$0] != nil }) {
            openMessage(value[key] ?? .null, at: path(location, key), messages: messages)
        } else {
            refuse(Self.unknown(value), at: location)
        }
    }

    /// Whether an object is a finding of GuardDuty's, complete or not: what it lacks is then said of it.
    private static func isFinding(_ members: [String: JSONValue]) -> Bool {
        let keys = [
            ("accountId", "AccountId"), ("severity", "Severity"), ("resource", "Resource"), ("service", "Service"),
            ("schemaVersion", "SchemaVersion"), ("region", "Region"),
        ]
        return keys.count { members[$0.0] != nil || members[$0.1] != nil } >= 2
    }

    private mutating func openAll(_ elements: [JSONValue]?, at location: String, messages: Int) {
        guard let elements else { return refuse("must be a list", at: location) }
        if elements.isEmpty { return refuse("an empty list: there is no finding in it", at: location) }
        for (index, element) in elements.enumerated() { open(element, at: "\(location)[\(index)]", messages: messages) }
    }

    /// An event of EventBridge (EventBridge reference, GuardDuty and Security Hub events): other events of the same
    /// services have no finding in them.
    private mutating func openEvent(_ event: JSONValue, at location: String, messages: Int) {
        let type = event["detail-type"]?.string
        let sender = event["source"]?.string
        let detail = event["detail"] ?? .null
        switch (sender ?? "aws.guardduty", type ?? "GuardDuty Finding") {
        case ("aws.guardduty", "GuardDuty Finding") where type != nil && detail.object != nil:
            add(detail, at: path(location, "detail"))
        case ("aws.guardduty", "GuardDuty Finding"),
            ("aws.securityhub", "Security Hub Findings - Imported"),
            ("aws.securityhub", "Security Hub Findings - Custom Action"):
            open(detail, at: path(location, "detail"), messages: messages)
        default:
            refuse(
                "an event \"\(Self.short(type))\" of \(Self.short(sender)); expected \"GuardDuty Finding\" of "
                    + "aws.guardduty or \"Security Hub Findings - Imported\" of aws.securityhub",
                at: location
            )
        }
    }

    private mutating func openNotification(_ envelope: JSONValue, type: String, at location: String, messages: Int) {
        guard type == "Notification" else {
            return refuse("an SNS message of type \(Self.short(type)), not a Notification", at: location)
        }
        openMessage(envelope["Message"] ?? .null, at: path(location, "Message"), messages: messages)
    }

    /// A message's content: JSON as text, or, in hand-made test events, as it is.
    private mutating func openMessage(_ content: JSONValue, at location: String, messages: Int) {
        guard let text = content.string else { return open(content, at: location, messages: messages) }
        guard messages < Self.messageLimit else {
            return refuse("more than \(Self.messageLimit) messages within one another", at: location)
        }
        do {
            open(try JSONValue(parsing: Data(text.utf8)), at: location, messages: messages + 1)
        } catch {
            refuse(error.description, at: location)
        }
    }

    private mutating func openSecurityHubFinding(_ value: JSONValue, at location: String) {
        let finding = SecurityHubFinding(json: value)
        guard finding.isGuardDuty else {
            return refuse(
                "a Security Hub finding of \(Self.short(finding.product)); only those of GuardDuty are responded to",
                at: location
            )
        }
        add(finding.guardDutyJSON, at: location)
    }

    private mutating func add(_ finding: JSONValue, at location: String) {
        do {
            results.append(.success(try Finding(json: finding, source: source, location: location)))
        } catch {
            results.append(.failure(error))
        }
    }

    // MARK: - Refusals

    private mutating func refuse(_ problem: String, at location: String) {
        results.append(.failure(FindingInputError(source: source, location: location, problems: [problem])))
    }

    private static func unknown(_ value: JSONValue) -> String {
        if let sender = value["eventSource"]?.string { return "a record of \(short(sender)), with no message in it" }
        let keys = (value.object ?? [:]).keys.sorted()
        if keys.isEmpty { return "an empty object, not a GuardDuty finding" }
        let shown = keys.prefix(6).map { short($0) }.joined(separator: ", ") + (keys.count > 6 ? ", …" : "")
        return "not a GuardDuty finding, nor anything that holds one: it has \(shown)"
    }

    /// Text of the input as an error may show it: somebody else wrote it, at any length.
    private static func short(_ text: String?) -> String {
        guard let text else { return "?" }
        let printable = text.unicodeScalars.prefix(60).map { $0.properties.isWhitespace ? " " : $0 }
        return String(String.UnicodeScalarView(printable.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }

    private func path(_ location: String, _ key: String) -> String {
        if location.isEmpty { return key }
        return location.hasPrefix("line ") && !location.contains(":") ? "\(location): \(key)" : "\(location).\(key)"
    }
}
