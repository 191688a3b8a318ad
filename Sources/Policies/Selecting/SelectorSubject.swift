package import Incidents

/// What a selector is asked about: a finding in an account that is listed.
package struct SelectorSubject: Sendable {
    package var account: Account
    package var region: Region
    package var findingType: String
    package var resourceType: String
    package var severity: Double
    package var level: ResponseLevel
    package var sample: Bool

    package init(account: Account, finding: Finding, level: ResponseLevel) {
        self.account = account
        region = finding.region
        findingType = finding.type
        resourceType = finding.resource.type
        severity = finding.severity
        self.level = level
        sample = finding.sample
    }

    /// What the subject has for a field.
    enum Value: Hashable, Sendable {
        case text(String)
        case number(Double)
        case flag(Bool)
        /// The account has no such tag, team and so on: no condition holds.
        case nothing

        init(_ text: String?) { self = text.map { .text($0) } ?? .nothing }
    }

    subscript(field: SelectorField) -> Value {
        switch field {
        case .accountID: .text(account.id.rawValue)
        case .account: .text(account.name)
        case .environment: Value(account.environment)
        case .team: Value(account.team)
        case .ou: Value(account.ou)
        case .tag(let key): Value(account.tags[key])
        case .region: .text(region.rawValue)
        case .partition: .text(region.partition.rawValue)
        case .findingType: .text(findingType)
        case .resourceType: .text(resourceType)
        case .severity: .number(severity)
        case .responseLevel: .text(level.rawValue)
        case .sample: .flag(sample)
        }
    }
}
